-- zone: pieces of time with one offset from UTC each, so that a day is a day where the reader is.
WITH {{seen}},
zone AS (SELECT unnest($zone_from::TIMESTAMP[]) AS begins, unnest($zone_to::TIMESTAMP[]) AS ends, unnest($zone_shift::BIGINT[]) AS shift),
mine AS (SELECT m.learner, s.seq, s.ts FROM seen s JOIN membership m USING (actor) WHERE $learner IS NULL OR m.learner = $learner),
sums AS (
    SELECT learner, count(*) AS statements, max(ts) AS last_seen,
        count(DISTINCT CAST(ts + z.shift * INTERVAL 1 SECOND AS DATE)) AS active_days
    FROM mine JOIN zone z ON mine.ts >= z.begins AND mine.ts < z.ends GROUP BY learner
),
tried AS (
    SELECT t.learner, count(DISTINCT t.attempt) AS attempts
    FROM attempt_statement t JOIN seen s USING (seq)
    WHERE t.makes AND ($learner IS NULL OR t.learner = $learner) GROUP BY t.learner
)
SELECT l.id, l.name, s.statements, s.active_days, coalesce(t.attempts, 0), s.last_seen
FROM sums s JOIN learner l USING (learner) LEFT JOIN tried t USING (learner)
ORDER BY l.id
