-- within: of a class of the roster only its own groups count.
SELECT e.learner, e.grouped, $within::BOOLEAN IS NOT TRUE OR e.class IN (SELECT unnest($within_rosters::INTEGER[]))
FROM enrolment e
WHERE e.grouped IS NOT NULL
  AND e.class IN (SELECT unnest($rosters::INTEGER[]))
