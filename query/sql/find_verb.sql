WITH {{record}} --? !everyone
SELECT verb, iri FROM verb
WHERE verb IN (SELECT verb FROM record WHERE ts <= $as_of AND known <= $as_of) --? !everyone
ORDER BY iri
