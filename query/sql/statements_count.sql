WITH {{day_sums}} --? counted
SELECT coalesce(sum(statements), 0)::BIGINT FROM day_sums --? counted
WITH {{listed}} --? !counted
SELECT count(*) FROM listed s --? !counted
WHERE true
  AND s.activity = $activity --? activity
  AND s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt) --? attempt
