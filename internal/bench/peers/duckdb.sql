-- DuckDB's own load as its documentation has it: a path for each column, typed
-- columns and the text as received. Texts stay texts: DuckDB's compression makes
-- its own dictionaries. What it does not do: tell duplicates and conflicts,
-- reject or flag a value (one bad line fails it all), read durations and
-- results, keep a line's number, learners, classes, voids, attempts, sums, or go
-- on after a kill.
INSERT INTO store.statement SELECT
    (j->>'$.id')::UUID, coalesce(j->>'$.actor.mbox', (j->>'$.actor.account.homePage') || '|' || (j->>'$.actor.account.name')), j->>'$.actor.name',
    j->>'$.verb.id', j->>'$.verb.display.en', j->>'$.object.objectType',
    if(j->>'$.object.objectType' = 'StatementRef', NULL, j->>'$.object.id'), j->>'$.object.definition.name.en', j->>'$.object.definition.type',
    if(j->>'$.object.objectType' = 'StatementRef', (j->>'$.object.id')::UUID, NULL),
    j->>'$.context.contextActivities.parent[0].id', j->>'$.context.contextActivities.grouping[#-1].id', j->>'$.context.team.account.name',
    j->>'$.context.registration', (j->>'$.timestamp')::TIMESTAMP, (j->>'$.stored')::TIMESTAMP,
    (j->>'$.result.score.scaled')::DOUBLE, (j->>'$.result.score.raw')::DOUBLE, (j->>'$.result.score.min')::DOUBLE, (j->>'$.result.score.max')::DOUBLE,
    (j->>'$.result.success')::BOOLEAN, (j->>'$.result.completion')::BOOLEAN, j->>'$.result.duration', j->>'$.version',
    j->>'$.authority.account.name', j->>'$.context.platform', j::VARCHAR
FROM read_ndjson_objects('{file}') t(j);
