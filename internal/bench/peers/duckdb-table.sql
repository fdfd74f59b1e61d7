-- The table of DuckDB's own loads.
CREATE TABLE store.statement (
    id UUID, actor VARCHAR, actor_name VARCHAR, verb VARCHAR, verb_name VARCHAR,
    object_type VARCHAR, activity VARCHAR, activity_name VARCHAR, activity_type VARCHAR, object_ref UUID,
    parent VARCHAR, course VARCHAR, team VARCHAR, registration VARCHAR, ts TIMESTAMP, stored TIMESTAMP,
    scaled DOUBLE, score DOUBLE, score_min DOUBLE, score_max DOUBLE, success BOOLEAN, completion BOOLEAN, duration VARCHAR,
    version VARCHAR, authority VARCHAR, platform VARCHAR,
    raw VARCHAR USING COMPRESSION zstd
);
