SELECT r.text FROM reject r WHERE $load IS NULL OR r.load = $load ORDER BY r.load, r.file, r.pos
