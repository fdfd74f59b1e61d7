-- Classes of whose learners it is known what came of them, and when they began: with their first term, else when all of their
-- learners are enrolled from a day on with the first of these days, else with their first statement.
SELECT c.class, c.id, coalesce(
    (SELECT min(t.begins) FROM class_term t WHERE t.class = c.class),
    (SELECT CASE WHEN count(*) = count(e.begins) THEN min(e.begins) END FROM enrolment e WHERE e.class = c.class)
), (SELECT k.oldest FROM kept k WHERE k.class = c.class)
FROM class c ORDER BY c.id
