-- The statements of attempts, as far as they are seen.
-- needs: space
steps AS NOT MATERIALIZED (
    SELECT sp.class, m.* FROM step m JOIN space sp USING (place) --? !everyone
    SELECT 0 AS class, m.* FROM step m --? everyone
    WHERE greatest(m.ts, m.known) <= sp.until --? keeping
    WHERE m.ts <= $as_of AND m.known <= $as_of --? !keeping
      AND m.ts >= $since --? since
      AND m.ts < $until --? until
      AND m.learner = $learner --? learner
      AND m.attempt = $attempt --? attempt
      AND m.attempt IN (SELECT attempt FROM attempt JOIN activity_below USING (activity) WHERE area = $area) --? area
      AND m.learner BETWEEN $from AND $to --? learner_slice
)
