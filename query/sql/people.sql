-- Who has statements or is in the roster, with what there is in all classes.
WITH {{seen_by}}
SELECT l.learner, l.id, l.name, l.person, coalesce(s.statements, 0), s.first_seen, s.last_seen
FROM learner l LEFT JOIN (
    SELECT learner, count(*) AS statements, min(ts) AS first_seen, max(ts) AS last_seen FROM seen_by GROUP BY learner
) s USING (learner)
WHERE (s.statements > 0 OR l.person IS NOT NULL)
  AND l.learner = $learner --? learner
ORDER BY l.id
