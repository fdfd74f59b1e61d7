WITH {{listed}}
SELECT v.iri, v.name, v.names, count(*) FROM listed s JOIN verb v USING (verb)
WHERE true
  AND s.activity = $activity --? activity
  AND s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt) --? attempt
GROUP BY ALL ORDER BY count(*) DESC, v.iri
