SELECT e.learner, e.grouped FROM enrolment e
WHERE e.grouped IS NOT NULL
  AND e.class IN (SELECT unnest($rosters::INTEGER[]))
