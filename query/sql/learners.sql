-- zone: pieces of time with one offset from UTC each, so that a day is a day where the reader is.
WITH {{learner_sums, learner_slots}},
zone AS (SELECT unnest($zone_from::TIMESTAMP[]) AS begins, unnest($zone_to::TIMESTAMP[]) AS ends, unnest($zone_shift::BIGINT[]) AS shift),
days AS (
    SELECT s.learner, count(DISTINCT CAST(s.slot + z.shift * INTERVAL 1 SECOND AS DATE)) AS active_days
    FROM learner_slots s JOIN zone z ON s.slot >= z.begins AND s.slot < z.ends GROUP BY s.learner
)
SELECT l.id, l.name, s.statements, d.active_days, s.attempts, s.last_seen
FROM learner_sums s JOIN learner l USING (learner) JOIN days d USING (learner)
WHERE l.learner = $learner --? learner
ORDER BY l.id
