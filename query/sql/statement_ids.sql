SELECT seq, id FROM statement WHERE seq IN (SELECT unnest($seqs::BIGINT[])) ORDER BY seq
