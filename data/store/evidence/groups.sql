SELECT class, learner, grouped FROM enrolment WHERE grouped IS NOT NULL ORDER BY ALL
