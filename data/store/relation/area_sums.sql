-- What was done at all that lies below an area, or that a skill is trained by, with itself. Learners count once; first
-- responses and last results are those of activity_sums, each of them counting as much as any other.
-- needs: activity_sums, area_parts, tries
area_sums AS (
    SELECT c.class, c.area, coalesce(i.items, 0) AS items, c.statements, coalesce(p.learners, 0)::BIGINT AS learners, c.attempts, p.first_try_rate, p.mean_scaled
    FROM (
        SELECT class, area, sum(statements)::BIGINT AS statements, sum(attempts)::BIGINT AS attempts
        FROM activity_sums JOIN activity_below USING (activity) GROUP BY class, area
    ) c
    LEFT JOIN (
        SELECT class, area, count(*) AS items FROM (
            SELECT DISTINCT class, activity FROM tries WHERE kind = 'item'
            UNION SELECT class, activity FROM activity_sums WHERE activity IN (SELECT activity FROM activity_tree WHERE question)
        ) JOIN activity_below USING (activity)
        WHERE activity NOT IN (SELECT activity FROM activity_tree WHERE area)
        GROUP BY class, area
    ) i USING (class, area)
    LEFT JOIN (
        SELECT class, area, sum(learners) AS learners, sum(correct) / nullif(sum(firsts), 0) AS first_try_rate,
            sum(r)::DOUBLE / nullif(sum(lasts), 0) / 1152921504606846976 AS mean_scaled
        FROM area_parts GROUP BY class, area
    ) p USING (class, area)
)
