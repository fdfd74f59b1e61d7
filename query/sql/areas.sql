-- Areas and skills with what lies below them; where each stands in the tree is put in order by the asker.
WITH {{area_sums}}
SELECT c.area, a.iri, a.name, a.names, a.type, t.parent, p.iri, t.area, c.area IN (SELECT skill FROM activity_skill), c.items, c.statements, c.learners, c.attempts, c.first_try_rate, c.mean_scaled
FROM area_sums c JOIN titled a ON a.activity = c.area JOIN activity_tree t ON t.activity = c.area LEFT JOIN activity p ON p.activity = t.parent
WHERE c.area IN (SELECT activity FROM activity_below WHERE area = $area) --? area
