-- Who is enrolled in the classes of the roster that are asked about. own is that class, class the one it counts for, as in
-- space; 0 is everyone.
enrolled AS NOT MATERIALIZED (
    SELECT $class::INTEGER AS class, class AS own, learner FROM enrolment WHERE class IN (SELECT unnest($rosters::INTEGER[])) --? one
    SELECT class, class AS own, learner FROM enrolment WHERE class IN (SELECT unnest($rosters::INTEGER[])) --? each
    SELECT class, class AS own, learner FROM enrolment WHERE class IN (SELECT class FROM touched_class) --? own
    SELECT class, class AS own, learner FROM enrolment --? overall
    UNION ALL SELECT DISTINCT 0, 0, learner FROM enrolment --? all
    SELECT DISTINCT 0 AS class, 0 AS own, learner FROM enrolment --? everyone
)
