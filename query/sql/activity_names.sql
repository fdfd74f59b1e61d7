SELECT activity, iri, name, names FROM titled WHERE activity IN (SELECT unnest($activities::INTEGER[])) ORDER BY activity
