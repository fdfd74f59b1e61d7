WITH {{activity_sums}}
SELECT count(*) FROM activity_sums c
WHERE c.activity = $activity --? activity
