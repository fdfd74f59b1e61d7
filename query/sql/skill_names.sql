SELECT iri, name, names FROM titled WHERE iri IN (SELECT unnest($skills::VARCHAR[])) ORDER BY iri
