-- The areas and skills that something in scope lies below.
WITH {{area_sums}} --? kept
WITH {{seen}} --? !kept
SELECT a.activity, a.iri, a.name, a.names FROM titled a
WHERE a.activity IN (SELECT area FROM area_sums) --? kept
WHERE a.activity IN (SELECT area FROM activity_below WHERE activity IN (SELECT activity FROM seen)) --? !kept
ORDER BY a.iri
