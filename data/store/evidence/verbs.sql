SELECT verb, iri FROM verb ORDER BY verb
