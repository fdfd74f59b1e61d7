-- What came of learners in runs that are over (outcomes.csv): passed, failed or withdrew, known since a day. A class of which
-- there are any is a finished run.
CREATE TABLE outcome (class INTEGER NOT NULL, learner INTEGER NOT NULL, outcome VARCHAR NOT NULL, known DATE NOT NULL);
-- The courses that a class of the roster is a run of: the roster's own, and those of classes.csv.
CREATE TABLE class_course (class INTEGER NOT NULL, course VARCHAR NOT NULL);
