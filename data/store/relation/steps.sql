-- The statements of attempts, as far as they are seen.
-- needs: space, enrolled, chosen
steps AS NOT MATERIALIZED (
    SELECT m.* FROM (
        SELECT 0 AS class, m.* FROM step m --? everyone
        SELECT $class::INTEGER AS class, m.* FROM step m --? several
        WHERE m.place IN (SELECT place FROM space) --? several
            OR m.learner IN (SELECT learner FROM enrolled WHERE own IN (SELECT class FROM class WHERE whole)) --? several
            OR (m.learner, m.place) IN (SELECT e.learner, c.place FROM enrolled e JOIN course_place c ON c.class = e.own) --? several
        SELECT p.class, m.* FROM step m JOIN space p USING (place) --? placed
        UNION ALL --? mixed
        SELECT e.class, m.* FROM step m JOIN (FROM enrolled WHERE own <> 0) e USING (learner) --? rostered
        WHERE e.own IN (SELECT class FROM class WHERE whole) OR (e.own, m.place) IN (SELECT class, place FROM course_place) --? rostered
    ) m
    JOIN keep_own k USING (class) --? own
    JOIN keep_overall k USING (class) --? overall
    WHERE true
      AND greatest(m.ts, m.known) <= k.until AND (k.since IS NULL OR m.ts >= k.since) AND (k.before IS NULL OR m.ts < k.before) --? keeping
      AND m.ts <= $as_of AND m.known <= $as_of --? !keeping
      AND m.ts >= $since --? since
      AND m.ts < $until --? until
      AND m.seq IN (SELECT seq FROM chosen) --? narrowed
      AND m.learner IN (SELECT unnest($group::INTEGER[])) --? group
      AND m.learner = $learner --? learner
      AND m.attempt = $attempt --? attempt
      AND m.attempt IN (SELECT attempt FROM attempt JOIN activity_below USING (activity) WHERE area = $area) --? area
      AND m.learner BETWEEN $from AND $to --? learner_slice
)
