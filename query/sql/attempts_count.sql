WITH {{seen}}, {{tries}}
SELECT count(*) FROM tries t
WHERE ($learner IS NULL OR t.learner = $learner) AND ($activity IS NULL OR t.activity = $activity) AND ($attempt IS NULL OR t.attempt = $attempt)
