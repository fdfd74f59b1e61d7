SELECT verb, iri FROM verb ORDER BY iri
