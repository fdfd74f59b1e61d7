WITH {{verb_sums}}
SELECT v.iri, v.means, v.name, v.names, s.statements, s.learners
FROM verb_sums s JOIN verb v USING (verb)
ORDER BY s.statements DESC, v.iri
