-- needs: seen_by, steps
learner_sums AS (
    SELECT s.class, s.learner, s.statements, coalesce(t.attempts, 0) AS attempts, s.last_seen
    FROM (SELECT class, learner, count(*) AS statements, max(ts) AS last_seen FROM seen_by GROUP BY class, learner) s
    LEFT JOIN (SELECT class, learner, count(DISTINCT attempt) AS attempts FROM steps WHERE makes GROUP BY class, learner) t USING (class, learner)
)
