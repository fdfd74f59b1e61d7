WITH {{learner_sums}} --? kept
WITH {{seen}} --? !kept
SELECT l.learner FROM learner l
WHERE l.id = $id
  AND l.learner IN (SELECT learner FROM learner_sums) --? kept
  AND l.learner IN (SELECT learner FROM seen JOIN membership USING (actor)) --? !kept
