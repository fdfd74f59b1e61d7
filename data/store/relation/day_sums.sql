-- Statements by day, in UTC, as they are listed: intentions are among them.
-- needs: space
day_sums AS (
    SELECT sp.class, CAST(s.ts AS DATE) AS day, count(*) AS statements
    FROM dated s JOIN space sp USING (place)
    WHERE NOT (s.voided OR s.voiding)
      AND greatest(s.ts, s.known) <= sp.until --? keeping
      AND s.ts <= $as_of AND s.known <= $as_of --? !keeping
      AND s.ts >= $since --? since
      AND s.ts < $until --? until
    GROUP BY sp.class, CAST(s.ts AS DATE)
)
