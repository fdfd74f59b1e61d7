-- The first response of each learner to an item.
-- needs: tries
first_tries AS (
    SELECT class, activity, learner, arg_min(correct, (started, attempt)) AS correct FROM tries
    WHERE kind = 'item' AND correct IS NOT NULL GROUP BY class, activity, learner
)
