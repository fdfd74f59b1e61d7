WITH {{class_sums}}
SELECT c.id, c.kind, c.name, a.names, coalesce(s.learners, 0), coalesce(s.statements, 0), s.newest
FROM class c LEFT JOIN titled a USING (activity) LEFT JOIN class_sums s USING (class)
WHERE c.class IN (SELECT unnest($classes::INTEGER[])) --? !everyone
ORDER BY c.id
