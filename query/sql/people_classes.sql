-- The classes of the roster that one is enrolled in, and those from records that one has statements in.
SELECT w.learner, c.id, c.kind, c.name, a.names
FROM (SELECT class, learner FROM enrolment UNION SELECT class, learner FROM kept_learner_sums WHERE class <> 0) w
JOIN class c USING (class) LEFT JOIN activity a ON a.activity = c.activity
WHERE c.kind <> 'outside'
  AND w.learner = $learner --? learner
ORDER BY w.learner, c.id
