-- Those that began together are told apart by when their first statements were stored, then by id.
WITH {{tries}}, tied AS (
    SELECT class, attempt, stored, id FROM statement JOIN (
        SELECT class, attempt, first AS seq FROM tries QUALIFY count(*) OVER (PARTITION BY class, started) > 1
    ) USING (seq)
)
SELECT class, learner, activity, kind = 'item', started, ended, r, correct, success, duration_s, attempt, o.stored, o.id
FROM tries LEFT JOIN tied o USING (class, attempt)
