-- The signals that the last write kept, and classes without any.
SELECT k.class, k.as_of, coalesce(s.learner, 0), coalesce(s.signal, ''), coalesce(s.severity, '')
FROM kept_scores k LEFT JOIN kept_signal s USING (class) ORDER BY ALL
