WITH {{seen}},
sums AS (SELECT pc.class, count(*) AS statements, max(s.ts) AS newest FROM seen s JOIN place_class pc USING (place) GROUP BY pc.class),
people AS (
    SELECT pc.class, count(DISTINCT m.learner) AS learners
    FROM seen s JOIN place_class pc USING (place) JOIN membership m USING (actor) GROUP BY pc.class
)
SELECT c.class, c.id, c.kind, c.name, a.names, coalesce(p.learners, 0), coalesce(s.statements, 0), s.newest
FROM class c LEFT JOIN activity a USING (activity) LEFT JOIN sums s USING (class) LEFT JOIN people p USING (class)
WHERE $all OR list_contains($classes, c.class)
ORDER BY c.id
