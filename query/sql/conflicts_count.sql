SELECT count(*) FROM conflict c
WHERE c.load = $load --? load
