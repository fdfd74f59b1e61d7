-- Days that say nothing about learners, of all sources: of a class, or of all of them (0).
SELECT coalesce(class, 0), from_day, to_day, kind FROM day_off WHERE source IS NULL ORDER BY ALL
