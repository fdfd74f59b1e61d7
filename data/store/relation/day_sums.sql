-- Statements by day, in UTC, as they are listed: intentions are among them.
-- needs: record
day_sums AS (
    SELECT s.class, CAST(s.ts AS DATE) AS day, count(*) AS statements
    FROM record s
    JOIN keep_own k USING (class) --? keeping
    WHERE NOT (s.voided OR s.voiding)
      AND greatest(s.ts, s.known) <= k.until AND (k.since IS NULL OR s.ts >= k.since) AND (k.before IS NULL OR s.ts < k.before) --? keeping
      AND s.ts <= $as_of AND s.known <= $as_of --? !keeping
      AND s.ts >= $since --? since
      AND s.ts < $until --? until
    GROUP BY s.class, CAST(s.ts AS DATE)
)
