WITH {{learner_sums, enrolled}} --? kept
WITH {{seen_by, enrolled}} --? !kept
SELECT l.learner FROM learner l
WHERE l.id = $id AND (
  l.learner IN (SELECT learner FROM enrolled)
  OR l.learner IN (SELECT learner FROM learner_sums) --? kept
  OR l.learner IN (SELECT learner FROM seen_by) --? !kept
)
