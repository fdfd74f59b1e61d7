-- The newest day from which on there are enough statements; none when there are not so many.
WITH {{day_sums}}
SELECT max(day)::TIMESTAMP FROM (SELECT day, sum(statements) OVER (ORDER BY day DESC) AS above FROM day_sums) WHERE above >= $limit
