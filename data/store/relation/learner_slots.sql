-- When a learner did something: to the quarter of an hour when it is kept, from which the day can be told in every time
-- zone of today.
-- needs: seen
learner_slots AS (
    SELECT DISTINCT s.class, m.learner, s.ts AS slot FROM seen s JOIN membership m USING (actor) --? !keeping
    SELECT DISTINCT s.class, m.learner, time_bucket(INTERVAL '15 minutes', s.ts) AS slot FROM seen s JOIN membership m USING (actor) --? keeping
)
