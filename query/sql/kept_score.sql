-- What is kept of the learners of a class, with their receipts where these are asked for.
SELECT l.learner, l.id, l.name, s.state, s.score, s.low, s.high, s.past, s.past_low, s.past_high, s.coverage, s.evidence,
    s.receipt --? receipts
    NULL::VARCHAR --? !receipts
FROM kept_score s JOIN learner l USING (learner)
WHERE s.class = $class
  AND l.learner = $learner --? learner
  AND l.learner IN (SELECT unnest($group::INTEGER[])) --? group
ORDER BY l.id
