-- Parents that would have made a circle.
SELECT a.activity, a.iri, a.name, a.names, p.activity, p.iri, p.name, p.names
FROM activity_cut c JOIN titled a USING (activity) JOIN titled p ON p.activity = c.parent
ORDER BY a.iri
