SELECT id, kind FROM class
WHERE class IN (SELECT class FROM kept_learner_sums WHERE learner = $learner UNION SELECT class FROM enrolment WHERE learner = $learner)
ORDER BY kind <> 'roster', kind <> 'course', kind, id
