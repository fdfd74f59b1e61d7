-- What holds nothing and can be answered.
WITH {{activity_sums, tries}}
SELECT a.iri, a.name, a.names, a.type, c.statements, c.learners, c.attempts, c.first_try_rate, c.mean_scaled, p.iri, p.name, p.names
FROM activity_sums c JOIN titled a USING (activity) JOIN activity_tree t USING (activity) LEFT JOIN titled p ON p.activity = t.parent
WHERE NOT t.area AND (t.question OR activity IN (SELECT activity FROM tries WHERE kind = 'item'))
ORDER BY p.iri NULLS LAST, a.iri
