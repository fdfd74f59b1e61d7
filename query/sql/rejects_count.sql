SELECT count(*) FROM reject r
WHERE r.load = $load --? load
