SELECT coalesce(class, 0), learner, signal, until FROM aside ORDER BY ALL
