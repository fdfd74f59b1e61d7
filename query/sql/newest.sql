-- The newest statement a class has, for the default as-of; what lies in the future does not count.
SELECT max(ts), arg_max(known, (ts, known)) FROM dated
WHERE ts <= $now AND known <= $now
  AND place IN (SELECT place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[]))) --? !everyone
