WITH {{tries, steps}},
page AS (
    SELECT t.* FROM tries t
    WHERE true
      AND t.learner = $learner --? learner
      AND t.activity = $activity --? activity
      AND t.attempt = $attempt --? attempt
    ORDER BY t.started DESC, t.attempt
    LIMIT $limit --? limit
),
-- The learners' own statements are read, and no others.
members AS (
    SELECT m.attempt, string_agg(s.id::VARCHAR, ' ' ORDER BY m.ord) AS ids
    FROM steps m JOIN statement s ON s.seq = m.seq
    WHERE m.attempt IN (SELECT attempt FROM page)
      AND s.actor IN (SELECT unnest($actors::INTEGER[])) --? actors
      AND m.learner IN (SELECT learner FROM page) --? !actors
      AND s.actor IN (SELECT actor FROM membership WHERE learner IN (SELECT learner FROM page)) --? !actors
    GROUP BY m.attempt
)
SELECT t.attempt, l.id, l.name, a.iri, a.name, a.names, t.kind, p.iri, w.registration, t.started, t.ended, t.scaled, t.success, t.completion, t.duration_s, m.ids
FROM page t JOIN members m USING (attempt) JOIN (
    SELECT attempt, parent, registration FROM attempt
    WHERE learner = $learner --? learner
    WHERE learner IN (SELECT learner FROM page) --? !learner
) w USING (attempt) JOIN learner l ON l.learner = t.learner
JOIN titled a ON a.activity = t.activity LEFT JOIN activity p ON p.activity = w.parent
ORDER BY t.started DESC, t.attempt
