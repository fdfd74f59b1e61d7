-- What learners did, as far as scores follow it. While classes are scored, some at a time, it is read once for all (temp.deed).
-- needs: seen_by
deeds AS (
    FROM temp.deed WHERE class IN (SELECT class FROM touched_class) --? keeping
    SELECT class, learner, epoch_us(ts) AS at_us, verb, activity, duration, bears, seq FROM seen_by --? !keeping
)
