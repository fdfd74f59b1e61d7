-- Statements a day where the reader is, of each source or of each origin. zone: see learners.sql.
WITH {{origin_slots}},
zone AS (SELECT unnest($zone_from::TIMESTAMP[]) AS begins, unnest($zone_to::TIMESTAMP[]) AS ends, unnest($zone_shift::BIGINT[]) AS shift),
days AS (
    SELECT s.source, s.authority, s.platform, s.home, --? origins
    SELECT s.source, -1 AS authority, '' AS platform, '' AS home, --? !origins
        CAST(s.slot + z.shift * INTERVAL 1 SECOND AS DATE) AS day, sum(s.statements)::BIGINT AS statements
    FROM origin_slots s JOIN zone z ON s.slot >= z.begins AND s.slot < z.ends
    GROUP BY ALL
)
SELECT src.name, src.path, src.kind, u.key, u.name, u.account, d.platform, d.home, d.day, d.statements
FROM days d JOIN source src USING (source) LEFT JOIN actor u ON u.actor = d.authority
ORDER BY src.name, src.path, u.key, d.platform, d.home, d.day
