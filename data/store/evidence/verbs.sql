SELECT verb, coalesce(means, iri) FROM verb ORDER BY verb
