SELECT r.text FROM reject r 
WHERE r.load = $load --? load
ORDER BY r.load, r.file, r.pos
