-- What counts of what is asked about, as of a time, in a period.
-- needs: space
seen AS NOT MATERIALIZED (
    SELECT sp.class, s.actor, s.verb, s.activity, s.ts, s.source, s.authority, s.platform, s.place, s.r FROM live s JOIN space sp USING (place) --? !everyone
    SELECT 0 AS class, s.actor, s.verb, s.activity, s.ts, s.source, s.authority, s.platform, s.place, s.r FROM live s --? everyone
    WHERE greatest(s.ts, s.known) <= sp.until --? keeping
    WHERE s.ts <= $as_of AND s.known <= $as_of --? !keeping
      AND s.ts >= $since --? since
      AND s.ts < $until --? until
      AND s.actor IN (SELECT unnest($actors::INTEGER[])) --? actors
      AND s.activity BETWEEN $from AND $to --? activity_slice
)
