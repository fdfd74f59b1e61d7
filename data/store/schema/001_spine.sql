-- The store as the first version lays it out. Tables have singular names and
-- integer keys; the documented views that `lrx sql` offers have plural names and stand in query.

CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);

-- Where statements came from: a file, or an LRS. A file is known by its absolute path and shown by its name.
-- live: its stored time tells when a record was known (data.md "Known time").
CREATE TABLE source (source INTEGER NOT NULL, name VARCHAR NOT NULL, path VARCHAR NOT NULL, kind VARCHAR NOT NULL, live BOOLEAN NOT NULL DEFAULT false);

-- How far an LRS was pulled (lrs.Cursor as JSON); it is kept in one transaction with the statements.
CREATE TABLE cursor (source INTEGER NOT NULL, cursor VARCHAR NOT NULL);

CREATE TABLE load (
    load INTEGER NOT NULL, started TIMESTAMP NOT NULL, finished TIMESTAMP, command VARCHAR NOT NULL,
    plan VARCHAR NOT NULL,     -- what the load set out to read; a killed load goes on only when it is the same again
    resumed BOOLEAN NOT NULL DEFAULT false, receipt VARCHAR
);

-- One row a file of a load. position counts the values that are done with.
CREATE TABLE load_file (
    load INTEGER NOT NULL, file INTEGER NOT NULL, path VARCHAR NOT NULL, source INTEGER NOT NULL, shape VARCHAR NOT NULL,
    bytes BIGINT NOT NULL, position BIGINT NOT NULL, done BOOLEAN NOT NULL, cut BOOLEAN NOT NULL, seconds DOUBLE NOT NULL,
    read BIGINT NOT NULL, kept BIGINT NOT NULL, duplicate BIGINT NOT NULL, conflicting BIGINT NOT NULL, rejected BIGINT NOT NULL, flagged BIGINT NOT NULL,
    attachments BIGINT NOT NULL  -- passed over
);
CREATE TABLE refused (load INTEGER NOT NULL, path VARCHAR NOT NULL, found VARCHAR NOT NULL);
CREATE TABLE reject (
    load INTEGER NOT NULL, file INTEGER NOT NULL, line BIGINT NOT NULL, pos BIGINT NOT NULL,
    id VARCHAR NOT NULL, cause VARCHAR NOT NULL, reason VARCHAR NOT NULL, text VARCHAR NOT NULL
);
CREATE TABLE conflict (load INTEGER NOT NULL, file INTEGER NOT NULL, line BIGINT NOT NULL, pos BIGINT NOT NULL, id UUID NOT NULL, text VARCHAR NOT NULL);

-- Dictionaries. named: the timestamp of the statement the name was taken from (the newest wins).
CREATE TABLE actor (actor INTEGER NOT NULL, key VARCHAR NOT NULL, grouped BOOLEAN NOT NULL, name VARCHAR, named TIMESTAMP, account VARCHAR);
CREATE TABLE actor_member (actor INTEGER NOT NULL, member INTEGER NOT NULL);
-- alias: a second key of the same agent, the SHA-1 of its mbox as it was written (data.Actor.Alias).
CREATE TABLE actor_alias (actor INTEGER NOT NULL, alias VARCHAR NOT NULL);
CREATE TABLE verb (verb INTEGER NOT NULL, iri VARCHAR NOT NULL, name VARCHAR, names VARCHAR, named TIMESTAMP);
CREATE TABLE activity (
    activity INTEGER NOT NULL, iri VARCHAR NOT NULL, type VARCHAR, course BOOLEAN NOT NULL, name VARCHAR, names VARCHAR, named TIMESTAMP, typed TIMESTAMP
);
-- place: a distinct set of the activities a statement stands in (object, parents, groupings) and its team.
-- Which classes a place belongs to is derived, so that an activity that turns out to be a course later counts for all its statements.
CREATE TABLE place (place INTEGER NOT NULL, key VARCHAR NOT NULL);
CREATE TABLE place_activity (place INTEGER NOT NULL, activity INTEGER NOT NULL);
CREATE TABLE place_team (place INTEGER NOT NULL, actor INTEGER NOT NULL);

-- What cannot be made again: each statement once as received, in the order of arrival, and where it stood.
CREATE TABLE raw (
    seq BIGINT NOT NULL, load INTEGER NOT NULL, file INTEGER NOT NULL, line BIGINT NOT NULL, pos BIGINT NOT NULL,
    text VARCHAR USING COMPRESSION zstd
);

-- What the statements say, in typed columns. Those of one run of a load stand by actor and time, so that the
-- statements of one learner lie close together. No primary key: the load keeps ids apart.
CREATE TABLE statement (
    seq BIGINT NOT NULL, id UUID NOT NULL, form UBIGINT NOT NULL, form_time UINTEGER NOT NULL,  -- a part of data.Form
    actor INTEGER, verb INTEGER NOT NULL, activity INTEGER, object_kind UTINYINT NOT NULL, object_actor INTEGER, object_ref UUID,
    parent INTEGER, place INTEGER NOT NULL, registration VARCHAR, attempt_key VARCHAR,
    ts TIMESTAMP NOT NULL, stored TIMESTAMP,
    scaled DOUBLE, success BOOLEAN, completion BOOLEAN, duration DOUBLE,
    score DOUBLE,       -- the valid score reading: scaled as given, else from raw, min and max
    r DOUBLE,           -- the one reading of the result, 0..1
    correct BOOLEAN,    -- the one reading of right and wrong
    bears BOOLEAN NOT NULL,      -- states success, completion or a score
    at_parent BOOLEAN NOT NULL,  -- the object stands for one attempt at the parent
    interaction BOOLEAN NOT NULL, feedback BOOLEAN NOT NULL, voiding BOOLEAN NOT NULL, voids UUID, voided BOOLEAN NOT NULL,
    flags UINTEGER NOT NULL, version VARCHAR, authority INTEGER, platform VARCHAR,
    source INTEGER NOT NULL, load INTEGER NOT NULL, file INTEGER NOT NULL
);

-- Derived from here on; rebuild makes these anew.
CREATE TABLE learner (learner INTEGER NOT NULL, id VARCHAR NOT NULL, name VARCHAR);
CREATE TABLE membership (actor INTEGER NOT NULL, learner INTEGER NOT NULL);  -- whose record an actor's statement is
CREATE TABLE class (class INTEGER NOT NULL, id VARCHAR NOT NULL, name VARCHAR, kind VARCHAR NOT NULL, activity INTEGER, actor INTEGER);
CREATE TABLE place_class (place INTEGER NOT NULL, class INTEGER NOT NULL);
CREATE TABLE attempt (
    attempt BIGINT NOT NULL, learner INTEGER NOT NULL, activity INTEGER NOT NULL, parent INTEGER, kind VARCHAR NOT NULL, registration VARCHAR
);
-- makes: this statement alone would make the attempt (it opens it or bears a result). ends: it closes it or bears a result.
-- item: the answer to an item inside the attempt at the whole; what it states is the item's result.
CREATE TABLE attempt_statement (
    attempt BIGINT NOT NULL, learner INTEGER NOT NULL, seq BIGINT NOT NULL, ord INTEGER NOT NULL,
    makes BOOLEAN NOT NULL, ends BOOLEAN NOT NULL, item BOOLEAN NOT NULL,
    -- of the statement, so that an attempt is told without it
    place INTEGER NOT NULL, ts TIMESTAMP NOT NULL,
    known TIMESTAMP,  -- if it is not ts
    score DOUBLE, success BOOLEAN, completion BOOLEAN, duration DOUBLE, r DOUBLE, correct BOOLEAN
);

-- What is kept of each class, and of everyone as class 0, so that nobody waits for it: the relations of the same names,
-- as of the time that is asked for by default. It holds from known up to future, and for a question without a period.
CREATE TABLE kept (
    class INTEGER NOT NULL, oldest TIMESTAMP NOT NULL,
    newest TIMESTAMP NOT NULL, newest_known TIMESTAMP NOT NULL,  -- of the newest statement that was known at the load
    known TIMESTAMP NOT NULL,  -- when the last of it was known
    future TIMESTAMP,          -- when the first of what is left out was known
    next TIMESTAMP             -- when the first of what lay in the future of the load will be known
);
CREATE TABLE kept_class_sums (class INTEGER NOT NULL, statements BIGINT NOT NULL, learners BIGINT NOT NULL, newest TIMESTAMP NOT NULL);
CREATE TABLE kept_learner_sums (class INTEGER NOT NULL, learner INTEGER NOT NULL, statements BIGINT NOT NULL, attempts BIGINT NOT NULL, last_seen TIMESTAMP NOT NULL);
CREATE TABLE kept_learner_slots (class INTEGER NOT NULL, learner INTEGER NOT NULL, slot TIMESTAMP NOT NULL);
CREATE TABLE kept_day_sums (class INTEGER NOT NULL, day DATE NOT NULL, statements BIGINT NOT NULL);
CREATE TABLE kept_activity_sums (
    class INTEGER NOT NULL, activity INTEGER NOT NULL, statements BIGINT NOT NULL, learners BIGINT NOT NULL, attempts BIGINT NOT NULL,
    first_try_rate DOUBLE, mean_scaled DOUBLE
);
CREATE TABLE kept_verb_sums (class INTEGER NOT NULL, verb INTEGER NOT NULL, statements BIGINT NOT NULL, learners BIGINT NOT NULL);
CREATE TABLE kept_tries (
    class INTEGER NOT NULL, attempt BIGINT NOT NULL, learner INTEGER NOT NULL, activity INTEGER NOT NULL, kind VARCHAR NOT NULL,
    started TIMESTAMP NOT NULL, ended TIMESTAMP, scaled DOUBLE, success BOOLEAN, completion BOOLEAN, duration_s DOUBLE,
    r DOUBLE, correct BOOLEAN
);

-- Every statement with the time it was known at.
CREATE VIEW dated AS
SELECT s.*, CASE WHEN src.live AND s.stored IS NOT NULL THEN s.stored ELSE s.ts END AS known
FROM statement s JOIN source src USING (source);

-- Every statement that counts: not void, not voiding, no intention (SubStatement, object_kind 4).
CREATE VIEW live AS SELECT * FROM dated WHERE NOT voided AND NOT voiding AND object_kind <> 4;

-- Every statement of an attempt with the time it was known at.
CREATE VIEW step AS SELECT * REPLACE (coalesce(known, ts) AS known) FROM attempt_statement;
