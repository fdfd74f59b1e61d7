-- What a school knows and decides beside its statements (data/roster), and what belongs to what among the activities.
-- Derived tables are made anew by the next write.

-- The address of an mbox as written, for those who look for people; what counts is the key.
ALTER TABLE actor ADD COLUMN mail VARCHAR;

-- Keys of the classes of the roster, so that a class keeps its key.
CREATE TABLE roster_class (class INTEGER NOT NULL, id VARCHAR NOT NULL);

-- learner: one of her actors; below 0 for one of the roster without any. person: her id in the roster.
DROP TABLE learner;
CREATE TABLE learner (learner INTEGER NOT NULL, id VARCHAR NOT NULL, name VARCHAR, person VARCHAR);
-- kind: course and team come from records, roster and outside from the roster. whole: all records of its learners are its.
DROP TABLE class;
CREATE TABLE class (
    class INTEGER NOT NULL, id VARCHAR NOT NULL, name VARCHAR, kind VARCHAR NOT NULL, activity INTEGER, actor INTEGER, whole BOOLEAN NOT NULL
);
-- A class from records counts the statements at its places. One of the roster counts those of its learners, at the
-- places of its courses.
CREATE TABLE course_place (class INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE TABLE enrolment (class INTEGER NOT NULL, learner INTEGER NOT NULL, grouped VARCHAR, begins DATE, ends DATE);
CREATE TABLE teacher (class INTEGER NOT NULL, name VARCHAR NOT NULL, role VARCHAR NOT NULL);
CREATE TABLE class_term (class INTEGER NOT NULL, term VARCHAR NOT NULL, name VARCHAR, begins DATE NOT NULL, ends DATE NOT NULL);
-- What the folder's files decide beside that, as far as it can be used, and what cannot.
CREATE TABLE due (
    class INTEGER, activity VARCHAR NOT NULL, due_at TIMESTAMP, due_day DATE, weight DOUBLE NOT NULL, learner INTEGER, grouped VARCHAR, excused BOOLEAN NOT NULL
);
-- Days that say nothing about learners, both ends inclusive; without a class or a source for all.
CREATE TABLE day_off (from_day DATE NOT NULL, to_day DATE NOT NULL, kind VARCHAR NOT NULL, name VARCHAR, class INTEGER, source VARCHAR);
CREATE TABLE person_conflict (key VARCHAR NOT NULL, persons VARCHAR NOT NULL, name VARCHAR NOT NULL);
CREATE TABLE problem (file VARCHAR NOT NULL, line BIGINT NOT NULL, part VARCHAR NOT NULL, found VARCHAR NOT NULL, want VARCHAR NOT NULL);

-- What is kept of a class has a period: the one in which it is asked about by default, and the one in the list of classes,
-- which is as of everyone's time.
DROP TABLE kept;
CREATE TABLE kept (
    class INTEGER NOT NULL, oldest TIMESTAMP NOT NULL,
    since TIMESTAMP, before TIMESTAMP, list_since TIMESTAMP, list_before TIMESTAMP,
    cut TIMESTAMP NOT NULL,    -- as of when it was kept
    newest TIMESTAMP NOT NULL, newest_known TIMESTAMP NOT NULL,  -- of the newest statement that was known at the load
    known TIMESTAMP NOT NULL,  -- when the last of it was known
    future TIMESTAMP,          -- when the first of what is left out was known
    next TIMESTAMP             -- when the first of what lay in the future of the load will be known
);
ALTER TABLE kept_class_sums ALTER COLUMN newest DROP NOT NULL;

-- Statements of before are taken to stand in the roles that can be told from their columns; `store rebuild` reads the exact
-- ones, and the skills that statements name.
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
-- The attempt rule of an activity that has one of its own (data.AttemptRule); of all others meta attempt_rule holds.
CREATE TABLE activity_rule (activity INTEGER NOT NULL, rule VARCHAR NOT NULL);

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

-- Which systems statements came from, and when.

-- A missing authority is -1, a missing platform or home ''.
CREATE TABLE kept_origin_sums (
    class INTEGER NOT NULL, source INTEGER NOT NULL, authority INTEGER NOT NULL, platform VARCHAR NOT NULL, home VARCHAR NOT NULL,
    statements BIGINT NOT NULL, scored BIGINT NOT NULL, lms BIGINT NOT NULL, simulation BIGINT NOT NULL, learners BIGINT NOT NULL,
    verbs BIGINT NOT NULL, verb_1 INTEGER NOT NULL, verb_2 INTEGER, verb_3 INTEGER, oldest TIMESTAMP NOT NULL, newest TIMESTAMP NOT NULL
);
CREATE TABLE kept_origin_slots (
    class INTEGER NOT NULL, source INTEGER NOT NULL, authority INTEGER NOT NULL, platform VARCHAR NOT NULL, home VARCHAR NOT NULL,
    slot TIMESTAMP NOT NULL, statements BIGINT NOT NULL
);

-- The homePage of those who are known by an account; of a group that has one, too.
CREATE VIEW actor_home AS
SELECT actor, split_part(regexp_replace(key, '^(group:)?account:', ''), chr(31), 1) AS home
FROM actor WHERE key LIKE 'account:%' OR key LIKE 'group:account:%';

-- Who an authority comes to. An application that acts for a user (OAuth) is a group of both that has no identifier, so that
-- each statement has another one: the application vouches, which has an account.
CREATE VIEW voucher AS
SELECT a.actor AS authority, CASE WHEN a.key LIKE 'group:%#authority' THEN m.voucher ELSE a.actor END AS voucher
FROM actor a LEFT JOIN (
    SELECT am.actor, arg_min(am.member, (u.key NOT LIKE 'account:%', u.key)) AS voucher
    FROM actor_member am JOIN actor u ON u.actor = am.member GROUP BY am.actor
) m ON m.actor = a.actor;

-- Places that say which kind of system a statement is of, by the types of their activities.
CREATE VIEW place_kind AS
SELECT p.place, bool_or(a.type = 'http://id.tincanapi.com/activitytype/lms') AS lms,
    bool_or(a.type = 'http://adlnet.gov/expapi/activities/simulation') AS simulation
FROM place_activity p JOIN activity a USING (activity)
WHERE a.type IN ('http://id.tincanapi.com/activitytype/lms', 'http://adlnet.gov/expapi/activities/simulation')
GROUP BY p.place;
