-- When statements of each origin happened: to the quarter of an hour when it is kept, from which the day can be told in
-- every time zone of today.
-- needs: seen
origin_slots AS (
    SELECT s.class, s.source, coalesce(v.voucher, -1) AS authority, coalesce(s.platform, '') AS platform, coalesce(h.home, '') AS home,
        s.ts AS slot, 1 AS statements --? !keeping
        time_bucket(INTERVAL '15 minutes', s.ts) AS slot, count(*) AS statements --? keeping
    FROM seen s LEFT JOIN voucher v ON v.authority = s.authority LEFT JOIN actor_home h ON h.actor = s.actor
    GROUP BY ALL --? keeping
)
