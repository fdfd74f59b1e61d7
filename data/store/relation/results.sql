-- The result of each learner at an activity: of the attempts that have a reading, the attempt rule picks it
-- (data.AttemptRule), which is the activity's own, else $rule.
-- needs: tries
results AS (
    SELECT class, activity, learner, coalesce(
        arg_max(r, (started, attempt)) FILTER (WHERE rule = 'last' OR rule = 'last-passed' AND coalesce(success, correct)),
        arg_max(r, (started, attempt)) FILTER (WHERE rule = 'last-passed'),  -- none was passed
        arg_min(r, (started, attempt)) FILTER (WHERE rule = 'first'),
        max(r) FILTER (WHERE rule = 'best'),
        avg(r::DECIMAL(18, 15)) FILTER (WHERE rule = 'mean')) AS r  -- a sum of decimals is the same in any order
    FROM (SELECT t.*, coalesce(u.rule, $rule) AS rule FROM tries t LEFT JOIN activity_rule u USING (activity) WHERE t.r IS NOT NULL)
    GROUP BY class, activity, learner
)
