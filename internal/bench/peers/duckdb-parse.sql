-- The quickest load in DuckDB's SQL that we know: one typed parse of each line in
-- place of a path for each column. Else as duckdb.sql.
INSERT INTO store.statement SELECT
    s.id, coalesce(s.actor.mbox, s.actor.account.homePage || '|' || s.actor.account.name), s.actor.name, s.verb.id, s.verb.display.en,
    s.object.objectType, if(s.object.objectType = 'StatementRef', NULL, s.object.id), s.object.definition.name.en, s.object.definition.type,
    if(s.object.objectType = 'StatementRef', s.object.id::UUID, NULL),
    s.context.contextActivities.parent[1].id, s.context.contextActivities.grouping[-1].id, s.context.team.account.name, s.context.registration,
    s.timestamp, s.stored, s.result.score.scaled, s.result.score.raw, s.result.score.min, s.result.score.max,
    s.result.success, s.result.completion, s.result.duration, s.version, s.authority.account.name, s.context.platform, raw
FROM (
    SELECT json::VARCHAR AS raw, from_json(json, '{
        "id": "UUID",
        "actor": {"name": "VARCHAR", "mbox": "VARCHAR", "account": {"homePage": "VARCHAR", "name": "VARCHAR"}},
        "verb": {"id": "VARCHAR", "display": {"en": "VARCHAR"}},
        "object": {"objectType": "VARCHAR", "id": "VARCHAR", "definition": {"type": "VARCHAR", "name": {"en": "VARCHAR"}}},
        "result": {"score": {"scaled": "DOUBLE", "raw": "DOUBLE", "min": "DOUBLE", "max": "DOUBLE"},
            "success": "BOOLEAN", "completion": "BOOLEAN", "duration": "VARCHAR"},
        "context": {"registration": "VARCHAR", "platform": "VARCHAR", "team": {"account": {"name": "VARCHAR"}},
            "contextActivities": {"parent": [{"id": "VARCHAR"}], "grouping": [{"id": "VARCHAR"}]}},
        "timestamp": "TIMESTAMP", "stored": "TIMESTAMP", "version": "VARCHAR", "authority": {"account": {"name": "VARCHAR"}}
    }') AS s
    FROM read_ndjson_objects('{file}')
);
