WITH {{seen}}, {{tries}},
mine AS (SELECT s.*, m.learner FROM seen s JOIN membership m USING (actor)),
counted AS (
    SELECT activity, count(*) AS statements FROM seen
    WHERE activity IS NOT NULL AND ($activity IS NULL OR activity = $activity)
      AND ($learner IS NULL OR actor IN (SELECT actor FROM membership WHERE learner = $learner))
    GROUP BY activity
),
people AS (
    SELECT activity, count(DISTINCT learner) AS learners FROM mine
    WHERE ($activity IS NULL OR activity = $activity) AND ($learner IS NULL OR learner = $learner) GROUP BY activity
),
tried AS (
    SELECT * FROM tries WHERE ($activity IS NULL OR activity = $activity) AND ($learner IS NULL OR learner = $learner)
),
sums AS (SELECT activity, count(*) AS attempts FROM tried GROUP BY activity),
-- The first response of each learner to an item decides the first-try rate.
firsts AS (
    SELECT activity, learner, arg_min(correct, (started, attempt)) AS correct FROM tried
    WHERE kind = 'item' AND correct IS NOT NULL GROUP BY activity, learner
),
first_try AS (SELECT activity, avg(correct::INTEGER) AS rate FROM firsts GROUP BY activity),
-- The last attempt with a result of each learner decides the mean.
lasts AS (
    SELECT activity, learner, arg_max(r, (started, attempt)) AS r FROM tried WHERE r IS NOT NULL GROUP BY activity, learner
),
means AS (SELECT activity, avg(r ORDER BY learner) AS mean FROM lasts GROUP BY activity)
SELECT a.iri, a.name, a.names, a.type, c.statements, coalesce(p.learners, 0), coalesce(t.attempts, 0), f.rate, m.mean
FROM counted c JOIN activity a USING (activity)
LEFT JOIN people p USING (activity) LEFT JOIN sums t USING (activity) LEFT JOIN first_try f USING (activity) LEFT JOIN means m USING (activity)
-- What most of the class met stands first.
ORDER BY coalesce(p.learners, 0) DESC, c.statements DESC, a.iri
