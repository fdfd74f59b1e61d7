WITH {{listed}}
SELECT verb, iri FROM verb WHERE verb IN (SELECT verb FROM listed) ORDER BY iri
