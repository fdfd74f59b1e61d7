SELECT a.activity, a.iri, a.course, d.weight, s.skill, u.rule, coalesce(a.type, '')
FROM activity a LEFT JOIN activity_decision d USING (activity) LEFT JOIN activity_rule u USING (activity)
LEFT JOIN (SELECT k.activity, min(s.iri) AS skill FROM activity_skill k JOIN activity s ON s.activity = k.skill GROUP BY k.activity) s ON s.activity = a.activity
WHERE a.activity IN (SELECT unnest($wanted::INTEGER[]))
ORDER BY a.activity
