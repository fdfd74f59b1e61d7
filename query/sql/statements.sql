WITH {{listed}}, {{who}}
SELECT s.id::VARCHAR, s.ts, s.stored, w.people, l.id, l.name, ac.grouped, ac.name, v.iri, v.name, v.names, a.iri, a.name, a.names, s.object_kind,
    s.scaled, s.success, s.completion, s.duration, s.voided, src.name
FROM listed s JOIN verb v USING (verb) JOIN source src USING (source)
LEFT JOIN actor ac ON ac.actor = s.actor LEFT JOIN who w ON w.actor = s.actor LEFT JOIN learner l ON l.learner = w.learner
LEFT JOIN activity a ON a.activity = s.activity
WHERE ($learner IS NULL OR s.actor IN (SELECT actor FROM membership WHERE learner = $learner))
  AND ($activity IS NULL OR s.activity = $activity) AND ($verb IS NULL OR s.verb = $verb)
  AND ($attempt IS NULL OR s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt))
-- Newest first; those of one attempt as they came.
ORDER BY CASE WHEN $attempt IS NOT NULL THEN s.ts END, CASE WHEN $attempt IS NOT NULL THEN coalesce(s.stored, s.ts) END,
    CASE WHEN $attempt IS NOT NULL THEN s.id END, s.ts DESC, coalesce(s.stored, s.ts) DESC, s.id DESC
LIMIT $limit
