SELECT src.name, src.path, src.kind, coalesce(s.n, 0), s.oldest, s.newest, (SELECT count(DISTINCT f.load) FROM load_file f WHERE f.source = src.source), src.live
FROM source src LEFT JOIN (SELECT source, count(*) AS n, min(ts) AS oldest, max(ts) AS newest FROM statement GROUP BY source) s USING (source)
ORDER BY src.name, src.path
