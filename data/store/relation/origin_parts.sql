-- What counts by where it says it came from, who did it and with which verb. What is missing is -1 and '', so that rows can
-- be joined by it.
-- needs: seen
origin_parts AS (
    SELECT g.class, g.open, g.source, coalesce(v.voucher, -1) AS authority, coalesce(g.platform, '') AS platform, coalesce(h.home, '') AS home,
        g.actor, g.verb, g.statements, g.scored, g.lms, g.simulation, g.oldest, g.newest
    FROM (
        SELECT s.class, s.open, s.source, s.authority, s.platform, s.actor, s.verb, count(*) AS statements, count(s.r) AS scored,
            count(*) FILTER (WHERE k.lms) AS lms, count(*) FILTER (WHERE k.simulation) AS simulation, min(s.ts) AS oldest, max(s.ts) AS newest
        FROM seen s LEFT JOIN place_kind k USING (place)
        GROUP BY s.class, s.open, s.source, s.authority, s.platform, s.actor, s.verb
    ) g LEFT JOIN voucher v ON v.authority = g.authority LEFT JOIN actor_home h ON h.actor = g.actor
)
