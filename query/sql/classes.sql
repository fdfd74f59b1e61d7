WITH {{class_sums}}
SELECT c.class, c.id, c.kind, c.whole, c.name, a.names, coalesce(s.learners, 0), coalesce(s.statements, 0), s.newest,
    (SELECT string_agg(name, chr(10) ORDER BY name) FROM (SELECT DISTINCT name FROM teacher t WHERE t.class = c.class))
FROM class c LEFT JOIN titled a USING (activity) LEFT JOIN class_sums s USING (class)
WHERE c.class IN (SELECT unnest($classes::INTEGER[])) OR c.class IN (SELECT unnest($rosters::INTEGER[])) --? !everyone
-- A school's own classes first.
ORDER BY c.kind <> 'roster', c.kind = 'outside', c.kind <> 'course', c.id
