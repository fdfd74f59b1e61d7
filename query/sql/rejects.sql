SELECT r.load, r.file, f.path, r.line, r.pos, r.id, r.cause, r.reason, r.text
FROM reject r JOIN load_file f ON f.load = r.load AND f.file = r.file
WHERE true
  AND r.load = $load --? load
  AND r.file = $file AND r.pos = $pos --? file
ORDER BY r.load DESC, r.file, r.pos
LIMIT $limit --? limit
