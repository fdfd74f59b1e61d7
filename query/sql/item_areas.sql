SELECT t.activity, p.iri, p.name, p.names FROM activity_tree t JOIN titled p ON p.activity = t.parent
WHERE t.activity IN (SELECT unnest($items::INTEGER[])) ORDER BY t.activity
