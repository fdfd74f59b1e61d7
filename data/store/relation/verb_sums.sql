-- needs: seen, who
verb_sums AS (
    SELECT s.class, s.verb, count(*) AS statements, count(DISTINCT w.learner) AS learners
    FROM seen s LEFT JOIN who w USING (actor) GROUP BY s.class, s.verb
)
