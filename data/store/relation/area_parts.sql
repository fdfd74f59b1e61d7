-- Of the learners of an area: how many there are, and their first responses and results as sums, which add up over parts of
-- the learners. Results are counted in 2^-60 parts, so that their sum does not depend on the order.
-- needs: seen_by, first_tries, results
area_parts AS (
    SELECT p.class, p.area, p.learners, coalesce(f.firsts, 0) AS firsts, coalesce(f.correct, 0) AS correct, coalesce(l.lasts, 0) AS lasts, coalesce(l.r, 0) AS r
    FROM (
        SELECT class, area, count(*) AS learners FROM (
            SELECT DISTINCT class, area, learner
            FROM (SELECT DISTINCT class, activity, learner FROM seen_by) JOIN activity_below USING (activity)
        ) GROUP BY class, area
    ) p
    LEFT JOIN (
        SELECT class, area, sum(firsts)::BIGINT AS firsts, sum(correct)::BIGINT AS correct
        FROM (SELECT class, activity, count(*) AS firsts, sum(correct::INTEGER) AS correct FROM first_tries GROUP BY class, activity)
        JOIN activity_below USING (activity) GROUP BY class, area
    ) f USING (class, area)
    LEFT JOIN (
        SELECT class, area, sum(lasts)::BIGINT AS lasts, sum(r) AS r
        FROM (SELECT class, activity, count(*) AS lasts, sum((r * 1152921504606846976)::HUGEINT) AS r FROM results GROUP BY class, activity)
        JOIN activity_below USING (activity) GROUP BY class, area
    ) l USING (class, area)
)
