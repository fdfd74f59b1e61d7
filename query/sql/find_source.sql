WITH {{record}} --? !everyone
SELECT source, name, true FROM source
WHERE source IN (SELECT source FROM record WHERE ts <= $as_of AND known <= $as_of) --? !everyone
ORDER BY name, source
