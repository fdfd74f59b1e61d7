SELECT learner, id, name FROM learner WHERE learner IN (SELECT unnest($learners::INTEGER[])) ORDER BY learner
