-- What counts of what is asked about, as of a time, in a period. What is kept is as of a time of each class (keep.go).
-- needs: record, class_period
seen AS NOT MATERIALIZED (
    SELECT s.class, s.open, s.seq, s.id, s.actor, s.verb, s.activity, s.ts, s.duration, s.bears, s.source, s.authority, s.platform, s.place, s.r,
        s.flags, s.score_notes FROM record s
    JOIN keep_own k USING (class) --? own
    JOIN keep_overall k USING (class) --? overall
    LEFT JOIN class_period p USING (class) --? periods
    WHERE NOT s.voided AND NOT s.voiding AND s.object_kind <> 4
      AND greatest(s.ts, s.known) <= k.until AND (k.since IS NULL OR s.ts >= k.since) AND (k.before IS NULL OR s.ts < k.before) --? keeping
      AND s.ts <= $as_of AND s.known <= $as_of --? !keeping
      AND (p.since IS NULL OR s.ts >= p.since) AND (p.before IS NULL OR s.ts < p.before) --? periods
      AND s.ts >= $since --? since
      AND s.ts < $until --? until
      AND s.actor IN (SELECT unnest($actors::INTEGER[])) --? actors
      AND s.activity BETWEEN $from AND $to --? activity_slice
      AND s.activity IN (SELECT activity FROM activity_below WHERE area = $area) --? area
)
