-- Learners are those with a record, and all who are enrolled.
-- needs: seen, seen_by, enrolled
class_sums AS (
    SELECT class, coalesce(s.statements, 0) AS statements, coalesce(p.learners, 0) AS learners, s.newest
    FROM (SELECT class, count(*) AS statements, max(ts) AS newest FROM seen GROUP BY class) s
    FULL JOIN (
        SELECT class, count(*) AS learners FROM (SELECT class, learner FROM seen_by UNION SELECT class, learner FROM enrolled)
        WHERE learner IN (SELECT unnest($group::INTEGER[])) --? group
        GROUP BY class
    ) p USING (class)
)
