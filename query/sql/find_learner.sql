WITH {{learner_sums}} --? kept
WITH {{seen}} --? !kept
SELECT l.learner, l.id, l.name, ac.key FROM learner l JOIN membership m USING (learner) JOIN actor ac ON ac.actor = m.actor AND NOT ac.grouped
WHERE l.learner IN (SELECT learner FROM learner_sums) --? kept
WHERE l.learner IN (SELECT learner FROM seen JOIN membership USING (actor)) --? !kept
ORDER BY l.id
