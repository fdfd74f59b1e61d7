-- Attempts with what their statements say. Of score, success, completion and rightness the last one stated counts, each for
-- itself; the reading r is the last one from a score, else the last one from success, as one statement often says "passed" and
-- another the score. Of durations the last one of a statement that ends the attempt counts, the rest being parts of it.
-- What items state inside the attempt at the whole is the items' own. What nothing states is missing.
-- needs: steps
tries AS (
    SELECT g.class, g.attempt, t.learner, t.activity, t.kind, g.* EXCLUDE (class, attempt)
    FROM (
        SELECT class, attempt,
            arg_min(seq, ord) AS first, min(ts) AS started, max(ts) FILTER (WHERE ends) AS ended,
            arg_max(score, ord) FILTER (WHERE score IS NOT NULL AND NOT item) AS scaled,
            arg_max(success, ord) FILTER (WHERE success IS NOT NULL AND NOT item) AS success,
            arg_max(completion, ord) FILTER (WHERE completion IS NOT NULL AND NOT item) AS completion,
            arg_max(duration, ord) FILTER (WHERE duration IS NOT NULL AND ends AND NOT item) AS duration_s,
            coalesce(arg_max(r, ord) FILTER (WHERE score IS NOT NULL AND r IS NOT NULL AND NOT item),
                arg_max(r, ord) FILTER (WHERE r IS NOT NULL AND NOT item)) AS r,
            arg_max(correct, ord) FILTER (WHERE correct IS NOT NULL AND NOT item) AS correct
        FROM steps GROUP BY class, attempt HAVING bool_or(makes)
    ) g JOIN attempt t USING (attempt)
    WHERE true
      AND t.learner BETWEEN $from AND $to --? learner_slice
      AND t.learner = $learner --? learner
)
