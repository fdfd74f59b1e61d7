-- What speaks for support: signals as of a class's own time, and which of them somebody set aside.

-- Signals that are left out of account until a day begins, of a learner in a class or (NULL) in all of hers. decided: when; NULL = not known.
CREATE TABLE aside (
    class INTEGER, learner INTEGER NOT NULL, signal VARCHAR NOT NULL, until DATE NOT NULL, reason VARCHAR NOT NULL, decided TIMESTAMP, by_whom VARCHAR
);
-- How many may need support is counted from these when it is asked for, because what is set aside ends by itself. Their
-- sentences, rows and when they were first seen are made when somebody looks at them.
CREATE TABLE kept_signal (class INTEGER NOT NULL, learner INTEGER NOT NULL, signal VARCHAR NOT NULL, severity VARCHAR NOT NULL);

-- What is kept is made anew by the next write.
DELETE FROM kept;
