WITH {{seen}}
SELECT v.iri, v.name, v.names, count(*), count(DISTINCT m.learner)
FROM seen s JOIN verb v USING (verb) LEFT JOIN (SELECT DISTINCT actor, min(learner) OVER (PARTITION BY actor) AS learner FROM membership) m USING (actor)
WHERE $learner IS NULL OR s.actor IN (SELECT actor FROM membership WHERE learner = $learner)
GROUP BY v.iri, v.name, v.names
ORDER BY count(*) DESC, v.iri
