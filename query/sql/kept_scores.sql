SELECT as_of, zone, profile, next_due, learners, scored, median, about FROM kept_scores WHERE class = $class
