-- Every statement under each class it counts for, void ones too. open: it counts whoever it is of, else only as the record
-- of those enrolled.
-- needs: space, enrolled, chosen
record AS NOT MATERIALIZED (
    SELECT 0 AS class, true AS open, s.* FROM chosen s --? everyone
    -- Of several classes as one each statement is there once.
    SELECT $class::INTEGER AS class, s.place IN (SELECT place FROM space) AS open, s.* FROM chosen s --? several
    WHERE s.place IN (SELECT place FROM space) OR s.seq IN ( --? several
        SELECT t.seq FROM statement t JOIN membership USING (actor) JOIN enrolled e USING (learner) --? several
        WHERE e.own IN (SELECT class FROM class WHERE whole) OR (e.own, t.place) IN (SELECT class, place FROM course_place) --? several
    ) --? several
    SELECT p.class, true AS open, s.* FROM chosen s JOIN space p USING (place) --? placed
    UNION ALL --? mixed
    SELECT e.class, false AS open, s.* FROM chosen s --? rostered
    JOIN (SELECT DISTINCT class, own, actor FROM enrolled JOIN membership USING (learner) WHERE own <> 0) e USING (actor) --? rostered
    WHERE e.own IN (SELECT class FROM class WHERE whole) OR (e.own, s.place) IN (SELECT class, place FROM course_place) --? rostered
)
