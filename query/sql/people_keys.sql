-- Identifiers, that with the newest name first. A group is nobody's identifier. form is one for all forms of an identifier.
SELECT m.learner, a.key, a.name, a.mail, coalesce(al.form, a.actor) AS form
FROM membership m JOIN actor a USING (actor) LEFT JOIN (SELECT alias, min(actor) AS form FROM actor_alias GROUP BY alias) al ON al.alias = a.key
WHERE NOT a.grouped
  AND m.learner = $learner --? learner
ORDER BY m.learner, a.named DESC NULLS LAST, a.key
