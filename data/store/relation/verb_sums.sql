-- needs: seen, seen_by
verb_sums AS (
    SELECT s.class, s.verb, s.statements, coalesce(p.learners, 0) AS learners
    FROM (SELECT class, verb, count(*) AS statements FROM seen GROUP BY class, verb) s
    LEFT JOIN (
        SELECT class, verb, count(*) AS learners FROM (SELECT DISTINCT class, verb, learner FROM seen_by) GROUP BY class, verb
    ) p USING (class, verb)
)
