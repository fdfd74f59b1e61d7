-- needs: seen
class_sums AS (
    SELECT s.class, s.statements, coalesce(p.learners, 0) AS learners, s.newest
    FROM (SELECT class, count(*) AS statements, max(ts) AS newest FROM seen GROUP BY class) s
    LEFT JOIN (SELECT class, count(*) AS learners FROM (SELECT DISTINCT class, learner FROM seen JOIN membership USING (actor)) GROUP BY class) p USING (class)
)
