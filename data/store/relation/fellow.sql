-- Who is in a class. What is kept of its learners says so while it is scored.
-- needs: seen_by, enrolled
fellow AS (
    SELECT class, learner FROM kept_learner_sums WHERE class IN (SELECT class FROM touched_class) --? keeping
    SELECT class, learner FROM seen_by --? !keeping
    UNION SELECT class, learner FROM enrolled
)
