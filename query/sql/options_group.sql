-- A group is there also when its members did nothing.
WITH {{listed}}, done AS (
    SELECT * FROM listed s
    WHERE true
      AND s.activity = $activity --? activity
      AND s.seq IN (SELECT seq FROM attempt_statement WHERE attempt = $attempt) --? attempt
)
SELECT e.grouped, NULL, NULL, count(DISTINCT s.seq) FROM enrolment e LEFT JOIN membership m USING (learner) LEFT JOIN done s USING (actor)
WHERE e.grouped IS NOT NULL AND e.class IN (SELECT unnest($rosters::INTEGER[]))
GROUP BY ALL ORDER BY count(DISTINCT s.seq) DESC, e.grouped
