-- A verb that counts as another one says what that one says.
SELECT verb, coalesce(means, iri) FROM verb ORDER BY verb
