-- Since when it is known of each place that somebody was there. While classes are scored it is read once for all (temp.met_place).
-- needs: chosen
met AS (
    FROM temp.met_place --? keeping
    SELECT place, min(greatest(ts, known)) AS since FROM chosen WHERE NOT voided AND NOT voiding GROUP BY place --? !keeping
)
