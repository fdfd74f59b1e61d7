-- The newest statement a class has, for the default as-of; what lies in the future does not count.
SELECT max(ts), arg_max(known, ts) FROM dated
WHERE ($all OR place IN (SELECT place FROM place_class WHERE list_contains($classes, class))) AND ts <= $now
