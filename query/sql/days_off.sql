-- Days off that hold for what is asked about: for all classes, and for the one that is asked about.
SELECT from_day, to_day, kind, coalesce(name, ''), coalesce(source, '') FROM day_off
WHERE class IS NULL
   OR class = $class --? alone
ORDER BY from_day, to_day, kind, name, source
