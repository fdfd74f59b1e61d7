SELECT c.load, c.id::VARCHAR, f.path, c.line, c.pos, g.path, raw.line, s.load, c.text
FROM conflict c JOIN load_file f ON f.load = c.load AND f.file = c.file
JOIN statement s ON s.id = c.id JOIN raw ON raw.seq = s.seq JOIN load_file g ON g.load = s.load AND g.file = s.file
WHERE c.load = $load --? load
ORDER BY c.load DESC, c.file, c.pos
LIMIT $limit --? limit
