SELECT DISTINCT m.learner, s.registration
FROM (
    SELECT DISTINCT actor, registration FROM statement
    WHERE registration IS NOT NULL AND NOT voided AND NOT voiding
      AND actor IN (SELECT unnest($actors::INTEGER[])) --? actors
) s JOIN membership m USING (actor)
WHERE true
  AND m.learner = $learner --? learner
ORDER BY m.learner, s.registration
