SELECT src.name, src.path, src.kind, coalesce(s.n, 0), s.oldest, s.newest, coalesce(f.loads, ''), src.live
FROM source src LEFT JOIN (SELECT source, count(*) AS n, min(ts) AS oldest, max(ts) AS newest FROM statement GROUP BY source) s USING (source)
LEFT JOIN (SELECT source, string_agg(load::VARCHAR, ' ' ORDER BY load DESC) AS loads FROM (SELECT DISTINCT source, load FROM load_file) GROUP BY source) f USING (source)
ORDER BY src.name, src.path
