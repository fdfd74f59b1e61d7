SELECT class, median FROM kept_scores
