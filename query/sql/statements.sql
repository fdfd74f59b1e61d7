WITH {{listed, who}},
page AS (
    SELECT * FROM listed s
    WHERE true
      AND s.activity = $activity --? activity
      AND s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt) --? attempt
    -- Newest first; those of one attempt as they came.
    ORDER BY s.ts DESC, coalesce(s.stored, s.ts) DESC, s.id DESC --? !attempt
    ORDER BY s.ts, coalesce(s.stored, s.ts), s.id --? attempt
    LIMIT $limit --? limit
)
SELECT s.id::VARCHAR, s.ts, s.stored, w.people, l.id, l.name, ac.grouped, ac.name, v.iri, v.name, v.names, a.iri, a.name, a.names, s.object_kind,
    s.scaled, s.success, s.completion, s.duration, s.voided, src.name
FROM page s JOIN verb v USING (verb) JOIN source src USING (source)
LEFT JOIN actor ac ON ac.actor = s.actor LEFT JOIN who w ON w.actor = s.actor LEFT JOIN learner l ON l.learner = w.learner
LEFT JOIN titled a ON a.activity = s.activity
ORDER BY s.ts DESC, coalesce(s.stored, s.ts) DESC, s.id DESC --? !attempt
ORDER BY s.ts, coalesce(s.stored, s.ts), s.id --? attempt
