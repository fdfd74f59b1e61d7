-- Who is called so: 0 by an id or an identifier, 1 by a name.
SELECT learner, id, name, min(how) AS how FROM (
    SELECT learner, id, name, 0 AS how FROM learner WHERE id = $id OR person = $person
    UNION ALL
    SELECT l.learner, l.id, l.name, 0 FROM actor a JOIN membership m USING (actor) JOIN learner l USING (learner)
    WHERE NOT a.grouped AND (a.key = $ifi OR a.actor IN (SELECT actor FROM actor_alias WHERE alias = $ifi))
    UNION ALL
    SELECT learner, id, name, 1 FROM learner WHERE name = $id
) GROUP BY learner, id, name ORDER BY how, id
