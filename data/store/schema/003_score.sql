-- What scores need beside the statements. Of statements from before, the new columns are empty until `store rebuild`
-- reads them again.

-- When an activity is due by an extension of its definition; of a whole day due_day. dued: the timestamp of the statement
-- it was taken from (the newest wins). What counts is the table due.
ALTER TABLE activity ADD COLUMN due_at TIMESTAMP;
ALTER TABLE activity ADD COLUMN due_day DATE;
ALTER TABLE activity ADD COLUMN dued TIMESTAMP;
ALTER TABLE due ALTER COLUMN weight DROP NOT NULL;  -- of these it is not known

-- The verb whose evidence a verb gives, by the profile; NULL = its own.
ALTER TABLE verb ADD COLUMN means VARCHAR;

-- What a score says of its own bounds (data.ScoreNotes).
ALTER TABLE statement ADD COLUMN score_notes UTINYINT;

-- Views name the columns that their tables had when they were made.
CREATE OR REPLACE VIEW dated AS
SELECT s.*, CASE WHEN src.live AND s.stored IS NOT NULL THEN s.stored ELSE s.ts END AS known
FROM statement s JOIN source src USING (source);
CREATE OR REPLACE VIEW live AS SELECT * FROM dated WHERE NOT voided AND NOT voiding AND object_kind <> 4;
CREATE OR REPLACE VIEW titled AS
SELECT a.* REPLACE (coalesce(d.name, a.name) AS name, CASE WHEN d.name IS NULL THEN a.names END AS names)
FROM activity a LEFT JOIN activity_decision d USING (activity);

-- The first statement of an attempt, which decides between those that began together.
DROP TABLE kept_tries;
CREATE TABLE kept_tries (
    class INTEGER NOT NULL, attempt BIGINT NOT NULL, learner INTEGER NOT NULL, activity INTEGER NOT NULL, kind VARCHAR NOT NULL,
    first BIGINT NOT NULL, started TIMESTAMP NOT NULL, ended TIMESTAMP, scaled DOUBLE, success BOOLEAN, completion BOOLEAN, duration_s DOUBLE,
    r DOUBLE, correct BOOLEAN
);

-- The scores of a class are kept as of a time, for days of a time zone, by a profile. They hold up to the next moment at which
-- something is due. about: what is known of the class's factors (scoring.Scores without its learners).
CREATE TABLE kept_scores (
    class INTEGER NOT NULL, as_of TIMESTAMP NOT NULL, zone VARCHAR NOT NULL, profile VARCHAR NOT NULL, next_due TIMESTAMP,
    learners INTEGER NOT NULL, scored INTEGER NOT NULL, median DOUBLE, about VARCHAR NOT NULL
);
-- receipt: scoring.Score as JSON. Without enough evidence there is no number.
CREATE TABLE kept_score (
    class INTEGER NOT NULL, learner INTEGER NOT NULL, state VARCHAR NOT NULL, score DOUBLE, low DOUBLE, high DOUBLE,
    past DOUBLE, past_low DOUBLE, past_high DOUBLE,  -- of what had happened four weeks before
    coverage DOUBLE NOT NULL, evidence INTEGER NOT NULL, receipt VARCHAR NOT NULL USING COMPRESSION zstd
);

-- What is kept is made anew by the next write.
DELETE FROM kept;
