WITH {{listed}}
SELECT count(*) FROM listed s
WHERE ($learner IS NULL OR s.actor IN (SELECT actor FROM membership WHERE learner = $learner))
  AND ($activity IS NULL OR s.activity = $activity) AND ($verb IS NULL OR s.verb = $verb)
  AND ($attempt IS NULL OR s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt))
