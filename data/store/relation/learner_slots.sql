-- When a learner did something: to the quarter of an hour when it is kept, from which the day can be told in every time
-- zone of today.
-- needs: seen_by
learner_slots AS (
    SELECT DISTINCT class, learner, ts AS slot FROM seen_by --? !keeping
    SELECT DISTINCT class, learner, time_bucket(INTERVAL '15 minutes', ts) AS slot FROM seen_by --? keeping
)
