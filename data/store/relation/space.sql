-- The places of the classes from records that are asked about, under the class each counts for: the one that is asked for,
-- several as one, or each of them and everyone (0) by itself.
space AS NOT MATERIALIZED (
    SELECT DISTINCT $class::INTEGER AS class, place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[])) --? one
    SELECT class, place FROM place_class WHERE class IN (SELECT unnest($classes::INTEGER[])) --? each
    SELECT class, place FROM place_class WHERE class IN (SELECT class FROM touched_class) --? own
    SELECT class, place FROM place_class --? overall
    UNION ALL SELECT 0, place FROM place --? all
    SELECT 0 AS class, place FROM place --? everyone
)
