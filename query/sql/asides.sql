-- Signals that are set aside in the class, or in all of a learner's classes.
SELECT learner, signal, until, reason, coalesce(by_whom, ''), decided FROM aside
WHERE class IS NULL
   OR class = $class
ORDER BY ALL
