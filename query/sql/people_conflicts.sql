SELECT key, persons, name FROM person_conflict ORDER BY key
