-- zone: pieces of time with one offset from UTC each, so that a day is a day where the reader is.
-- Those who are enrolled, and the one who is asked about, are there also when they did nothing.
WITH {{learner_sums, learner_slots, enrolled}},
zone AS (SELECT unnest($zone_from::TIMESTAMP[]) AS begins, unnest($zone_to::TIMESTAMP[]) AS ends, unnest($zone_shift::BIGINT[]) AS shift),
days AS (
    SELECT s.learner, count(DISTINCT CAST(s.slot + z.shift * INTERVAL 1 SECOND AS DATE)) AS active_days
    FROM learner_slots s JOIN zone z ON s.slot >= z.begins AND s.slot < z.ends GROUP BY s.learner
)
SELECT l.learner, l.id, l.name, coalesce(s.statements, 0), coalesce(d.active_days, 0), coalesce(s.attempts, 0), s.last_seen
FROM (
    SELECT learner FROM learner_sums UNION SELECT learner FROM enrolled
    UNION SELECT $learner::INTEGER --? learner
) w JOIN learner l USING (learner)
LEFT JOIN learner_sums s USING (learner) LEFT JOIN days d USING (learner)
WHERE true
  AND l.learner = $learner --? learner
  AND (l.learner IN (SELECT unnest($group::INTEGER[])) OR l.learner = $learner) --? group
ORDER BY l.id
