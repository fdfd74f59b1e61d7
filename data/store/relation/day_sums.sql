-- Statements by day, in UTC.
-- needs: seen
day_sums AS (SELECT class, CAST(ts AS DATE) AS day, count(*) AS statements FROM seen GROUP BY class, CAST(ts AS DATE))
