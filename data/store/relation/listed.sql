-- Like seen, but with intentions, and with void and voiding statements if they are asked for.
-- floor: there are enough statements above it.
-- needs: record
listed AS NOT MATERIALIZED (
    SELECT s.* FROM record s
    WHERE s.ts <= $as_of AND s.known <= $as_of
      AND s.ts >= $since --? since
      AND s.ts < $until --? until
      AND s.ts >= $floor --? floor
      AND s.actor IN (SELECT unnest($actors::INTEGER[])) --? actors
      AND s.activity IN (SELECT activity FROM activity_below WHERE area = $area) --? area
      AND NOT (s.voided OR s.voiding) --? !voided
)
