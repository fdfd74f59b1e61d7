-- What was done at each activity. The first response of each learner to an item decides the first-try rate. The mean is over
-- learners: of the attempts that have a reading, the attempt rule picks each one's (data.AttemptRule), which is the activity's
-- own, else $rule.
-- needs: seen, seen_by, tries
activity_sums AS (
    SELECT c.class, c.activity, c.statements, coalesce(p.learners, 0) AS learners, coalesce(t.attempts, 0) AS attempts, f.first_try_rate, m.mean_scaled
    FROM (SELECT class, activity, count(*) AS statements FROM seen WHERE activity IS NOT NULL GROUP BY class, activity) c
    LEFT JOIN (
        SELECT class, activity, count(*) AS learners FROM (SELECT DISTINCT class, activity, learner FROM seen_by) GROUP BY class, activity
    ) p USING (class, activity)
    LEFT JOIN (SELECT class, activity, count(*) AS attempts FROM tries GROUP BY class, activity) t USING (class, activity)
    LEFT JOIN (
        SELECT class, activity, avg(correct::INTEGER) AS first_try_rate FROM (
            SELECT class, activity, arg_min(correct, (started, attempt)) AS correct FROM tries
            WHERE kind = 'item' AND correct IS NOT NULL GROUP BY class, activity, learner
        ) GROUP BY class, activity
    ) f USING (class, activity)
    LEFT JOIN (
        SELECT class, activity, avg(r ORDER BY r) AS mean_scaled FROM (
            SELECT class, activity, learner, coalesce(
                arg_max(r, (started, attempt)) FILTER (WHERE rule = 'last' OR rule = 'last-passed' AND coalesce(success, correct)),
                arg_max(r, (started, attempt)) FILTER (WHERE rule = 'last-passed'),  -- none was passed
                arg_min(r, (started, attempt)) FILTER (WHERE rule = 'first'),
                max(r) FILTER (WHERE rule = 'best'),
                avg(r::DECIMAL(18, 15)) FILTER (WHERE rule = 'mean')) AS r  -- a sum of decimals is the same in any order
            FROM (SELECT t.*, coalesce(u.rule, $rule) AS rule FROM tries t LEFT JOIN activity_rule u USING (activity) WHERE t.r IS NOT NULL)
            GROUP BY class, activity, learner
        ) GROUP BY class, activity
    ) m USING (class, activity)
)
