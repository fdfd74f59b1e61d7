WITH {{tries}}
SELECT count(*) FROM tries t
WHERE true
  AND t.learner = $learner --? learner
  AND t.activity = $activity --? activity
  AND t.attempt = $attempt --? attempt
