-- DuckDB's own load into the layout lrx has: as duckdb-parse.sql, then every id once,
-- integer keys to dictionaries with the newest name, and the order of learner
-- and time. It still does not tell conflicts, reject, flag, read results, or
-- make learners, classes, voids and attempts. The file keeps the room of the
-- first table, which counts in its size.
CREATE TABLE store.actor (actor INTEGER, key VARCHAR, name VARCHAR);
CREATE TABLE store.verb (verb INTEGER, iri VARCHAR, name VARCHAR);
CREATE TABLE store.activity (activity INTEGER, iri VARCHAR, type VARCHAR, name VARCHAR);
CREATE TABLE store.keyed (
    id UUID, actor INTEGER, verb INTEGER, object_type VARCHAR, activity INTEGER, object_ref UUID,
    parent INTEGER, course INTEGER, team VARCHAR, registration VARCHAR, ts TIMESTAMP, stored TIMESTAMP,
    scaled DOUBLE, score DOUBLE, score_min DOUBLE, score_max DOUBLE, success BOOLEAN, completion BOOLEAN, duration VARCHAR,
    version VARCHAR, authority VARCHAR, platform VARCHAR,
    raw VARCHAR USING COMPRESSION zstd
);

INSERT INTO store.actor SELECT row_number() OVER (), actor, arg_max(actor_name, ts) FROM store.statement GROUP BY actor;
INSERT INTO store.verb SELECT row_number() OVER (), verb, arg_max(verb_name, ts) FROM store.statement GROUP BY verb;
INSERT INTO store.activity SELECT row_number() OVER (), iri, max(type), arg_max(name, ts) FROM (
    SELECT activity AS iri, activity_type AS type, activity_name AS name, ts FROM store.statement WHERE activity IS NOT NULL
    UNION ALL SELECT DISTINCT parent, NULL, NULL, NULL::TIMESTAMP FROM store.statement WHERE parent IS NOT NULL
    UNION ALL SELECT DISTINCT course, NULL, NULL, NULL::TIMESTAMP FROM store.statement WHERE course IS NOT NULL
) GROUP BY iri;

INSERT INTO store.keyed SELECT
    s.id, a.actor, v.verb, s.object_type, o.activity, s.object_ref, p.activity, c.activity, s.team, s.registration, s.ts, s.stored,
    s.scaled, s.score, s.score_min, s.score_max, s.success, s.completion, s.duration, s.version, s.authority, s.platform, s.raw
FROM store.statement s
JOIN (SELECT min(rowid) AS first FROM store.statement GROUP BY id) f ON s.rowid = f.first
JOIN store.actor a ON a.key = s.actor
JOIN store.verb v ON v.iri = s.verb
LEFT JOIN store.activity o ON o.iri = s.activity
LEFT JOIN store.activity p ON p.iri = s.parent
LEFT JOIN store.activity c ON c.iri = s.course
ORDER BY a.actor, s.ts;

DROP TABLE store.statement;
