-- needs: seen
verb_sums AS (
    SELECT s.class, s.verb, s.statements, coalesce(p.learners, 0) AS learners
    FROM (SELECT class, verb, count(*) AS statements FROM seen GROUP BY class, verb) s
    LEFT JOIN (
        SELECT class, verb, count(*) AS learners FROM (
            SELECT DISTINCT s.class, s.verb, m.learner FROM seen s JOIN membership m USING (actor)
            WHERE m.learner = $learner --? learner
        ) GROUP BY class, verb
    ) p USING (class, verb)
)
