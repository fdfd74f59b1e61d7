-- Like seen, but with intentions, and with void and voiding statements if they are asked for.
-- floor: there are enough statements above it.
listed AS (
    SELECT s.* FROM dated s
    WHERE s.ts <= $as_of AND s.known <= $as_of
      AND s.place IN (SELECT place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[]))) --? !everyone
      AND s.ts >= $since --? since
      AND s.ts < $until --? until
      AND s.ts >= $floor --? floor
      AND s.actor IN (SELECT unnest($actors::INTEGER[])) --? actors
      AND s.activity IN (SELECT activity FROM activity_below WHERE area = $area) --? area
      AND NOT (s.voided OR s.voiding) --? !voided
)
