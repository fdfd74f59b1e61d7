WITH {{record}}
SELECT DISTINCT platform FROM record
WHERE platform IS NOT NULL AND ts <= $as_of AND known <= $as_of
ORDER BY platform
