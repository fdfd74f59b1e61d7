-- Which systems statements came from, when, and the days off of a school's calendar. What is kept is made anew with the
-- next load, which this migration asks for; `rebuild` does it at once.

-- Days that say nothing about learners (calendar.csv), both ends inclusive. '' or NULL for class or source: for all.
CREATE TABLE day_off (from_day DATE NOT NULL, to_day DATE NOT NULL, kind VARCHAR NOT NULL, name VARCHAR, class VARCHAR, source VARCHAR);

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
DELETE FROM kept;

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
