-- Attempts with what their statements say. Of score, success, completion and rightness the last one stated counts, each for
-- itself; the reading r is the last one from a score, else the last one from success, as one statement often says "passed" and
-- another the score. Of durations the last one of a statement that ends the attempt counts, the rest being parts of it.
-- What items state inside the attempt at the whole is the items' own. What nothing states is missing.
tries AS (
    SELECT m.attempt, t.learner, t.activity, t.parent, t.kind, t.registration,
        min(s.ts) AS started, max(s.ts) FILTER (WHERE m.ends) AS ended,
        arg_max(s.score, m.ord) FILTER (WHERE s.score IS NOT NULL AND NOT m.item) AS scaled,
        arg_max(s.success, m.ord) FILTER (WHERE s.success IS NOT NULL AND NOT m.item) AS success,
        arg_max(s.completion, m.ord) FILTER (WHERE s.completion IS NOT NULL AND NOT m.item) AS completion,
        arg_max(s.duration, m.ord) FILTER (WHERE s.duration IS NOT NULL AND m.ends AND NOT m.item) AS duration_s,
        coalesce(arg_max(s.r, m.ord) FILTER (WHERE s.score IS NOT NULL AND s.r IS NOT NULL AND NOT m.item),
            arg_max(s.r, m.ord) FILTER (WHERE s.r IS NOT NULL AND NOT m.item)) AS r,
        arg_max(s.correct, m.ord) FILTER (WHERE s.correct IS NOT NULL AND NOT m.item) AS correct
    FROM attempt_statement m JOIN seen s USING (seq) JOIN attempt t USING (attempt)
    GROUP BY ALL
    HAVING bool_or(m.makes)
)
