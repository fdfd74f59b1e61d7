SELECT c.class, c.id, c.kind, c.name, a.names FROM class c LEFT JOIN activity a USING (activity)
WHERE $all OR list_contains($classes, c.class) ORDER BY c.id
