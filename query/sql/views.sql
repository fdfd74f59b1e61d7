-- The documented views of `lrx sql`. They are made for one question, as of the store's default time, from the same texts as
-- the lists: what a list prints is what its view holds. Parameters stand here as literals.
CREATE OR REPLACE TEMP MACRO attempt_text(n) AS
    'T-' || list_aggregate(list_transform(range(12), i -> substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', ((n >> (55 - 5 * i)) & 31)::INTEGER + 1, 1)), 'string_agg', '');

CREATE OR REPLACE TEMP VIEW all_statements AS
WITH {{who}}, everything AS (
    SELECT s.*, CASE WHEN src.live AND s.stored IS NOT NULL THEN s.stored ELSE s.ts END AS known FROM statement s JOIN source src USING (source)
)
SELECT s.id, s.ts AS "timestamp", s.stored, CASE WHEN w.people = 1 AND NOT ac.grouped THEN l.id END AS learner, v.iri AS verb, a.iri AS activity,
    s.scaled, s.success, s.completion, s.duration AS duration_s, s.r AS result, s.correct, s.registration, p.iri AS parent,
    s.voided, s.voiding, s.object_kind = 4 AS intention, s.known, src.name AS source, s.load, f.path AS file, raw.line, raw.pos AS "offset", raw.text AS raw
FROM everything s JOIN raw ON raw.seq = s.seq JOIN verb v USING (verb) JOIN source src USING (source) JOIN load_file f ON f.load = s.load AND f.file = s.file
LEFT JOIN actor ac ON ac.actor = s.actor LEFT JOIN who w ON w.actor = s.actor LEFT JOIN learner l ON l.learner = w.learner
LEFT JOIN titled a ON a.activity = s.activity LEFT JOIN activity p ON p.activity = s.parent;

CREATE OR REPLACE TEMP VIEW statements AS
SELECT * EXCLUDE (voiding) FROM all_statements WHERE NOT voided AND NOT voiding AND "timestamp" <= $as_of AND known <= $as_of;

CREATE OR REPLACE TEMP VIEW attempts AS
SELECT attempt_text(attempt) AS attempt, learner, activity, kind, parent, registration, started, ended, scaled, success, completion, duration_s,
    string_split(ids, ' ')::UUID[] AS statements
FROM ({{attempts}}) q(attempt, learner, learner_name, activity, name, names, kind, parent, registration, started, ended, scaled, success, completion, duration_s, ids);

CREATE OR REPLACE TEMP VIEW learners AS
SELECT * EXCLUDE (number) FROM ({{learners}}) q(number, learner, name, statements, active_days, attempts, last_seen);

CREATE OR REPLACE TEMP VIEW activities AS
SELECT * EXCLUDE (names) FROM ({{activities}}) q(activity, name, names, type, statements, learners, attempts, first_try_rate, mean_scaled);

CREATE OR REPLACE TEMP VIEW classes AS
SELECT 'everyone' AS class, 'Everyone' AS name, 'everyone' AS kind, * FROM ({{everyone}}) q(learners, statements, newest)
UNION ALL SELECT id, name, kind, learners, statements, newest
FROM ({{classes}}) q(class, id, kind, whole, name, names, learners, statements, newest, teachers);

CREATE OR REPLACE TEMP VIEW loads AS
SELECT load, started, finished, command, resumed, f.* EXCLUDE (load)
FROM load JOIN (
    SELECT load, count(*) AS files, sum(read)::BIGINT AS read, sum(kept)::BIGINT AS kept, sum(duplicate)::BIGINT AS duplicate,
        sum(conflicting)::BIGINT AS conflicting, sum(rejected)::BIGINT AS rejected, sum(flagged)::BIGINT AS flagged
    FROM load_file GROUP BY load
) f USING (load) WHERE finished IS NOT NULL;

CREATE OR REPLACE TEMP VIEW rejects AS
SELECT * EXCLUDE (file) FROM ({{rejects}}) q(load, file, path, line, "offset", id, cause, reason, text);

CREATE OR REPLACE TEMP VIEW conflicts AS
SELECT * FROM ({{conflicts}}) q(load, statement, path, line, "offset", first_path, first_line, first_load, text);

-- As of each class's own time, in its own period, by the store's profile.
CREATE OR REPLACE TEMP VIEW scores AS
SELECT coalesce(c.id, 'everyone') AS class, l.id AS learner, s.score, s.low, s.high, s.state, s.coverage, s.evidence, s.past, s.past_low, s.past_high,
    k.as_of, k.profile, s.receipt
FROM kept_score s JOIN kept_scores k USING (class) JOIN learner l USING (learner) LEFT JOIN class c ON c.class = s.class;
