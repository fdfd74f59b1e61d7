WITH {{seen}}, {{tries}}
SELECT t.attempt, l.id, l.name, a.iri, a.name, a.names, t.kind, p.iri, t.registration, t.started, t.ended, t.scaled, t.success, t.completion, t.duration_s,
    (SELECT string_agg(s.id::VARCHAR, ' ' ORDER BY m.ord) FROM attempt_statement m JOIN seen s USING (seq) WHERE m.attempt = t.attempt)
FROM tries t JOIN learner l USING (learner) JOIN activity a ON a.activity = t.activity LEFT JOIN activity p ON p.activity = t.parent
WHERE ($learner IS NULL OR t.learner = $learner) AND ($activity IS NULL OR t.activity = $activity) AND ($attempt IS NULL OR t.attempt = $attempt)
ORDER BY t.started DESC, t.attempt
LIMIT $limit
