WITH {{learner_sums, enrolled}} --? kept
WITH {{seen_by, enrolled}} --? !kept
SELECT l.learner, l.id, l.name, ac.key, l.person
FROM learner l LEFT JOIN (membership m JOIN actor ac ON ac.actor = m.actor AND NOT ac.grouped) USING (learner)
WHERE l.learner IN (SELECT learner FROM enrolled)
   OR l.learner IN (SELECT learner FROM learner_sums) --? kept
   OR l.learner IN (SELECT learner FROM seen_by) --? !kept
ORDER BY l.id
