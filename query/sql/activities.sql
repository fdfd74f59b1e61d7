WITH {{activity_sums}}
SELECT a.iri, a.name, a.names, a.type, c.statements, c.learners, c.attempts, c.first_try_rate, c.mean_scaled
FROM activity_sums c JOIN titled a USING (activity)
WHERE a.activity = $activity --? activity
-- What most of the class met stands first.
ORDER BY c.learners DESC, c.statements DESC, a.iri
LIMIT $limit --? limit
