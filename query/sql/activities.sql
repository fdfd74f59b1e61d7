WITH {{activity_sums}}
SELECT a.iri, a.name, a.names, a.type, coalesce(c.statements, 0), coalesce(c.learners, 0), coalesce(c.attempts, 0), c.first_try_rate, c.mean_scaled
FROM activity_sums c JOIN titled a USING (activity) --? !activity
-- The one that is asked about is there also when nothing was done at it.
FROM titled a LEFT JOIN activity_sums c USING (activity) WHERE a.activity = $activity --? activity
-- What most of the class met stands first.
ORDER BY coalesce(c.learners, 0) DESC, coalesce(c.statements, 0) DESC, a.iri
LIMIT $limit --? limit
