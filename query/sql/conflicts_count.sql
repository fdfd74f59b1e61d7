SELECT count(*) FROM conflict c WHERE $load IS NULL OR c.load = $load
