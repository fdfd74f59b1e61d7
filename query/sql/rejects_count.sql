SELECT count(*) FROM reject r WHERE $load IS NULL OR r.load = $load
