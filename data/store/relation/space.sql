-- The places that are asked about, under the class each counts for: the one that is asked for, several as one, or
-- each of them and everyone (0) by itself. What is kept is as of a time of each class (keep.go).
space AS NOT MATERIALIZED (
    SELECT 0 AS class, place FROM place --? everyone
    SELECT DISTINCT $class::INTEGER AS class, place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[])) --? one
    SELECT class, place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[])) --? each
    UNION ALL SELECT 0, place FROM place --? each
    SELECT class, place, own AS until FROM keep_space WHERE touched --? own
    SELECT class, place, overall AS until FROM keep_space --? overall
)
