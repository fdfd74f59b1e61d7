WITH {{listed}}
SELECT s.platform, NULL, NULL, count(*) FROM listed s
WHERE s.platform IS NOT NULL
  AND s.activity = $activity --? activity
  AND s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt) --? attempt
GROUP BY ALL ORDER BY count(*) DESC, s.platform
