WITH {{listed}}
SELECT src.name, NULL, NULL, count(*) FROM listed s JOIN source src USING (source)
WHERE true
  AND s.activity = $activity --? activity
  AND s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt) --? attempt
GROUP BY ALL ORDER BY count(*) DESC, src.name
