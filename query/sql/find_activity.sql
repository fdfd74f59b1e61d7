WITH {{activity_sums}} --? kept
WITH {{seen}} --? !kept
SELECT a.activity, a.iri, a.name, a.names FROM titled a
WHERE a.activity IN (SELECT activity FROM activity_sums) --? kept
WHERE a.activity IN (SELECT activity FROM seen) --? !kept
ORDER BY a.iri
