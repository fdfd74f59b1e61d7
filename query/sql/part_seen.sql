-- What the viewer may see of what counts, as of a time, in a period. $all: no scope and no class narrows it.
seen AS (
    SELECT * FROM live
    WHERE ($all OR place IN (SELECT place FROM place_class WHERE list_contains($classes, class)))
      AND ts <= $as_of AND known <= $as_of
      AND ($since IS NULL OR ts >= $since) AND ($until IS NULL OR ts < $until)
)
