-- What records come to as scores.

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
