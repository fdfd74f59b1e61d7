SELECT learner FROM attempt WHERE attempt = $attempt
