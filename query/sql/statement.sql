WITH {{who, record}},
voids AS (SELECT id, ts FROM record WHERE voids = $id::UUID)
SELECT s.id::VARCHAR, s.ts, s.stored, w.people, l.id, l.name, ac.grouped, ac.name, v.iri, v.name, v.names, a.iri, a.name, a.names, s.object_kind,
    s.scaled, s.success, s.completion, s.duration, s.voided, src.name,
    raw.text, s.flags, s.voids::VARCHAR, s.registration, p.iri, f.path, raw.line, raw.pos,
    (SELECT id::VARCHAR FROM voids ORDER BY ts, id LIMIT 1), (SELECT min(ts) FROM voids),
    (SELECT string_agg(m.attempt::VARCHAR, ' ' ORDER BY t.kind, m.attempt) FROM attempt_statement m JOIN attempt t USING (attempt) WHERE m.seq = $seq)
FROM (FROM statement WHERE seq = $seq) s JOIN (FROM raw WHERE seq = $seq) raw ON raw.seq = s.seq
JOIN verb v USING (verb) JOIN source src USING (source) JOIN load_file f ON f.load = s.load AND f.file = s.file
LEFT JOIN actor ac ON ac.actor = s.actor LEFT JOIN who w ON w.actor = s.actor LEFT JOIN learner l ON l.learner = w.learner
LEFT JOIN titled a ON a.activity = s.activity LEFT JOIN activity p ON p.activity = s.parent
