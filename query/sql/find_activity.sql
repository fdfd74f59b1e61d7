WITH {{seen}}
SELECT a.activity, a.iri, a.name, a.names FROM activity a WHERE a.activity IN (SELECT activity FROM seen) ORDER BY a.iri
