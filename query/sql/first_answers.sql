-- The statements of all answers to an item, in the order of time: what was answered stands in their texts.
WITH {{tries}}
SELECT t.learner, t.correct, r.text FROM tries t JOIN raw r ON r.seq = t.first
WHERE t.kind = 'item' AND t.activity = $item
ORDER BY t.learner, t.started, t.attempt
