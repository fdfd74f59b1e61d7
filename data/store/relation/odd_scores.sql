-- Statements whose score arrived wrong, each under one sort of wrong. left_out: no score is read from it. What is wrong with
-- scores stands in flags (data.Flags: 16 scaled outside -1..1, 32 raw outside its bounds, 64 scaled unlike raw/max) and
-- score_notes (data.ScoreNotes: 1 states a maximum, 2 of 1, 4 raw over it, 8 raw under the minimum, 16 success against the score).
-- Where an activity's results all have the maximum 1 and most are above it, the maximum is wrong and not the results.
-- needs: seen
odd_scores AS (
    SELECT s.class, s.open, s.source, s.actor, s.activity, s.id, s.ts, (s.flags & 112) <> 0 AS left_out,
        CASE
            WHEN (s.score_notes & 4) <> 0 AND m.activity IS NOT NULL THEN 'max always 1'
            WHEN (s.flags & 16) <> 0 THEN 'scaled out of range'
            WHEN (s.score_notes & 4) <> 0 THEN 'raw over max'
            WHEN (s.score_notes & 8) <> 0 THEN 'raw under min'
            WHEN (s.flags & 32) <> 0 THEN 'raw out of range'
            WHEN (s.flags & 64) <> 0 THEN 'scaled unlike raw/max'
            ELSE 'success against score'
        END AS problem
    FROM seen s LEFT JOIN (
        SELECT class, source, activity FROM seen WHERE (score_notes & 1) <> 0 AND activity IS NOT NULL
        GROUP BY class, source, activity
        HAVING min(score_notes & 2) <> 0 AND 2 * count(*) FILTER (WHERE (score_notes & 4) <> 0) > count(*)
    ) m USING (class, source, activity)
    WHERE (s.flags & 112) <> 0 OR (s.score_notes & 16) <> 0
)
