-- The newest statement a class has, for the default as-of; what lies in the future does not count.
WITH {{record}}
SELECT max(ts), arg_max(known, (ts, known)) FROM record
WHERE ts <= $now AND known <= $now
