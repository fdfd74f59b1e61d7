-- Like seen, but with void and voiding statements and intentions.
listed AS (
    SELECT * FROM dated
    WHERE ($all OR place IN (SELECT place FROM place_class WHERE list_contains($classes, class)))
      AND ts <= $as_of AND known <= $as_of
      AND ($since IS NULL OR ts >= $since) AND ($until IS NULL OR ts < $until)
      AND ($voided OR NOT (voided OR voiding))
)
