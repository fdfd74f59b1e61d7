-- What was done at each activity. The first response of each learner to an item decides the first-try rate; the mean is
-- over learners.
-- needs: seen, seen_by, tries, first_tries, results
activity_sums AS (
    SELECT c.class, c.activity, c.statements, coalesce(p.learners, 0) AS learners, coalesce(t.attempts, 0) AS attempts, f.first_try_rate, m.mean_scaled
    FROM (SELECT class, activity, count(*) AS statements FROM seen WHERE activity IS NOT NULL GROUP BY class, activity) c
    LEFT JOIN (
        SELECT class, activity, count(*) AS learners FROM (SELECT DISTINCT class, activity, learner FROM seen_by) GROUP BY class, activity
    ) p USING (class, activity)
    LEFT JOIN (SELECT class, activity, count(*) AS attempts FROM tries GROUP BY class, activity) t USING (class, activity)
    LEFT JOIN (SELECT class, activity, avg(correct::INTEGER) AS first_try_rate FROM first_tries GROUP BY class, activity) f USING (class, activity)
    LEFT JOIN (SELECT class, activity, avg(r ORDER BY r) AS mean_scaled FROM results GROUP BY class, activity) m USING (class, activity)
)
