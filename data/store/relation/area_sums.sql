-- What was done at all that lies below an area, or that a skill is trained by, with itself. Learners count once; first
-- responses and last results are those of activity_sums, each of them counting as much as any other.
-- needs: seen, seen_by, tries, first_tries, results
area_sums AS (
    SELECT c.class, c.area, coalesce(i.items, 0) AS items, c.statements, coalesce(p.learners, 0) AS learners, coalesce(t.attempts, 0) AS attempts,
        f.first_try_rate, m.mean_scaled
    FROM (
        SELECT class, area, sum(n)::BIGINT AS statements
        FROM (SELECT class, activity, count(*) AS n FROM seen GROUP BY class, activity) JOIN activity_below USING (activity)
        GROUP BY class, area
    ) c
    LEFT JOIN (
        SELECT class, area, count(DISTINCT learner) AS learners FROM (SELECT DISTINCT class, activity, learner FROM seen_by) JOIN activity_below USING (activity) GROUP BY class, area
    ) p USING (class, area)
    LEFT JOIN (
        SELECT class, area, sum(n)::BIGINT AS attempts
        FROM (SELECT class, activity, count(*) AS n FROM tries GROUP BY class, activity) JOIN activity_below USING (activity)
        GROUP BY class, area
    ) t USING (class, area)
    LEFT JOIN (
        SELECT class, area, count(*) AS items FROM (
            SELECT DISTINCT class, activity FROM tries WHERE kind = 'item'
            UNION SELECT DISTINCT class, activity FROM seen WHERE activity IN (SELECT activity FROM activity_tree WHERE question)
        ) JOIN activity_below USING (activity)
        WHERE activity NOT IN (SELECT activity FROM activity_tree WHERE area)
        GROUP BY class, area
    ) i USING (class, area)
    LEFT JOIN (
        SELECT class, area, sum(correct) / sum(n) AS first_try_rate FROM (
            SELECT class, activity, sum(correct::INTEGER) AS correct, count(*) AS n FROM first_tries GROUP BY class, activity
        ) JOIN activity_below USING (activity) GROUP BY class, area
    ) f USING (class, area)
    LEFT JOIN (
        SELECT class, area, sum(r ORDER BY r) / sum(n) AS mean_scaled FROM (
            SELECT class, activity, sum(r ORDER BY r) AS r, count(*) AS n FROM results GROUP BY class, activity
        ) JOIN activity_below USING (activity) GROUP BY class, area
    ) m USING (class, area)
)
