-- Who is in a class.
-- needs: seen_by, enrolled
fellow AS (SELECT class, learner FROM seen_by UNION SELECT class, learner FROM enrolled)
