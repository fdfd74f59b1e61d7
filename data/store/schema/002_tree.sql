-- What belongs to what among the activities. Statements of before are taken to stand in the roles that can be told from
-- their columns; `store rebuild` reads the exact ones, and the skills that statements name.

-- role: 0 object, 1 parent, 2 grouping, 3 skill (data.Role). An activity in several roles is kept in the strongest.
ALTER TABLE place_activity ADD COLUMN role UTINYINT DEFAULT 2;
UPDATE place_activity SET role = 1
FROM (SELECT DISTINCT place, parent FROM statement WHERE parent IS NOT NULL) s WHERE place_activity.place = s.place AND activity = s.parent;
UPDATE place_activity SET role = 0
FROM (SELECT DISTINCT place, activity FROM statement WHERE activity IS NOT NULL) s WHERE place_activity.place = s.place AND place_activity.activity = s.activity;

-- What was decided of activities (activities.csv). An alias is counted as the other activity: the statements are about
-- that one, and what they said themselves is kept aside.
CREATE TABLE activity_alias (activity INTEGER NOT NULL, same_as INTEGER NOT NULL);
CREATE TABLE aliased (seq BIGINT NOT NULL, activity INTEGER, parent INTEGER);
CREATE TABLE activity_decision (activity INTEGER NOT NULL, name VARCHAR, weight DOUBLE);
CREATE TABLE IF NOT EXISTS activity_rule (activity INTEGER NOT NULL, rule VARCHAR NOT NULL);

-- Derived from here on. parent: NULL = none. area: it holds others. question: it holds none and is of a type that is answered.
CREATE TABLE activity_tree (activity INTEGER NOT NULL, parent INTEGER, depth INTEGER NOT NULL, area BOOLEAN NOT NULL, question BOOLEAN NOT NULL);
CREATE TABLE activity_skill (activity INTEGER NOT NULL, skill INTEGER NOT NULL);
-- What lies below an area or a skill, with itself.
CREATE TABLE activity_below (area INTEGER NOT NULL, activity INTEGER NOT NULL);
-- Parents that would have made a circle.
CREATE TABLE activity_cut (activity INTEGER NOT NULL, parent INTEGER NOT NULL);

-- Of a class and an area, or a skill: parts that add up over learners (relation/area_parts.sql).
CREATE TABLE kept_area_parts (
    class INTEGER NOT NULL, area INTEGER NOT NULL, learners BIGINT NOT NULL, firsts BIGINT NOT NULL, correct BIGINT NOT NULL, lasts BIGINT NOT NULL, r HUGEINT NOT NULL
);
-- Of a class and an area, or a skill: what was done at what lies below it.
CREATE TABLE kept_area_sums (
    class INTEGER NOT NULL, area INTEGER NOT NULL, items BIGINT NOT NULL, statements BIGINT NOT NULL, learners BIGINT NOT NULL, attempts BIGINT NOT NULL,
    first_try_rate DOUBLE, mean_scaled DOUBLE
);

-- Activities by the names that count: a decided one goes before those of statements.
CREATE VIEW titled AS
SELECT a.* REPLACE (coalesce(d.name, a.name) AS name, CASE WHEN d.name IS NULL THEN a.names END AS names)
FROM activity a LEFT JOIN activity_decision d USING (activity);

-- Places with the activities that their activities are counted as.
CREATE VIEW place_at AS
SELECT p.place, coalesce(al.same_as, p.activity) AS activity, p.role FROM place_activity p LEFT JOIN activity_alias al USING (activity);
