-- The learners that names in a file stand for: ids, identifiers, and users of the roster by their keys.
SELECT learner, id FROM learner WHERE id IN (SELECT unnest($names::VARCHAR[]))
UNION SELECT m.learner, a.key FROM membership m JOIN actor a USING (actor) WHERE a.key IN (SELECT unnest($names::VARCHAR[]))
UNION SELECT learner, 'roster:' || person FROM learner WHERE 'roster:' || person IN (SELECT unnest($names::VARCHAR[]))
ORDER BY ALL
