SELECT c.class, c.id, c.kind, c.name, a.names FROM class c LEFT JOIN titled a USING (activity) ORDER BY c.id
