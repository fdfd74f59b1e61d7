"""ClickHouse's engine loads the lines: typed columns and the text as received
(ZSTD) into a MergeTree on disk, in the order of learner and time, which a
MergeTree needs. A column is extracted by its path, or all by one typed parse.
Not done: what duckdb.sql lists."""

import sys

from chdb import session

source, folder, threads, way = sys.argv[1:5]
db = session.Session(folder)
db.query("CREATE DATABASE store ENGINE = Atomic")
db.query("""
CREATE TABLE store.statement (
    id UUID, actor LowCardinality(String), actor_name LowCardinality(String), verb LowCardinality(String), verb_name LowCardinality(String),
    object_type LowCardinality(String), activity LowCardinality(String), activity_name LowCardinality(String), activity_type LowCardinality(String),
    object_ref Nullable(UUID), parent LowCardinality(String), course LowCardinality(String), team LowCardinality(String), registration String,
    ts DateTime64(6, 'UTC'), stored DateTime64(6, 'UTC'),
    scaled Nullable(Float64), score Nullable(Float64), score_min Nullable(Float64), score_max Nullable(Float64),
    success Nullable(Bool), completion Nullable(Bool), duration String,
    version LowCardinality(String), authority LowCardinality(String), platform LowCardinality(String),
    raw String CODEC(ZSTD(3))
) ENGINE = MergeTree ORDER BY (actor, ts)""")
PATHS = f"""
INSERT INTO store.statement SELECT
    toUUID(JSONExtractString(raw, 'id')),
    if(JSONHas(raw, 'actor', 'mbox'), JSONExtractString(raw, 'actor', 'mbox'),
        concat(JSONExtractString(raw, 'actor', 'account', 'homePage'), '|', JSONExtractString(raw, 'actor', 'account', 'name'))),
    JSONExtractString(raw, 'actor', 'name'), JSONExtractString(raw, 'verb', 'id'), JSONExtractString(raw, 'verb', 'display', 'en'),
    JSONExtractString(raw, 'object', 'objectType') AS kind, if(kind = 'StatementRef', '', JSONExtractString(raw, 'object', 'id')),
    JSONExtractString(raw, 'object', 'definition', 'name', 'en'), JSONExtractString(raw, 'object', 'definition', 'type'),
    if(kind = 'StatementRef', toUUIDOrNull(JSONExtractString(raw, 'object', 'id')), NULL),
    JSONExtractString(raw, 'context', 'contextActivities', 'parent', 1, 'id'), JSONExtractString(raw, 'context', 'contextActivities', 'grouping', -1, 'id'),
    JSONExtractString(raw, 'context', 'team', 'account', 'name'), JSONExtractString(raw, 'context', 'registration'),
    parseDateTime64BestEffort(JSONExtractString(raw, 'timestamp'), 6, 'UTC'), parseDateTime64BestEffort(JSONExtractString(raw, 'stored'), 6, 'UTC'),
    JSONExtract(raw, 'result', 'score', 'scaled', 'Nullable(Float64)'), JSONExtract(raw, 'result', 'score', 'raw', 'Nullable(Float64)'),
    JSONExtract(raw, 'result', 'score', 'min', 'Nullable(Float64)'), JSONExtract(raw, 'result', 'score', 'max', 'Nullable(Float64)'),
    JSONExtract(raw, 'result', 'success', 'Nullable(Bool)'), JSONExtract(raw, 'result', 'completion', 'Nullable(Bool)'), JSONExtractString(raw, 'result', 'duration'),
    JSONExtractString(raw, 'version'), JSONExtractString(raw, 'authority', 'account', 'name'), JSONExtractString(raw, 'context', 'platform'), raw
FROM file('{source}', 'LineAsString', 'raw String')"""

PARSE = f"""
INSERT INTO store.statement SELECT
    s.id, if(s.actor.mbox != '', s.actor.mbox, concat(s.actor.account.homePage, '|', s.actor.account.name)), s.actor.name, s.verb.id, s.verb.display.en,
    s.object.objectType, if(s.object.objectType = 'StatementRef', '', s.object.id), s.object.definition.name.en, s.object.definition.type,
    if(s.object.objectType = 'StatementRef', toUUIDOrNull(s.object.id), NULL),
    s.context.contextActivities.parent[1].id, s.context.contextActivities.grouping[-1].id, s.context.team.account.name, s.context.registration,
    parseDateTime64BestEffort(s.timestamp, 6, 'UTC'), parseDateTime64BestEffort(s.stored, 6, 'UTC'),
    s.result.score.scaled, s.result.score.raw, s.result.score.min, s.result.score.max, s.result.success, s.result.completion, s.result.duration,
    s.version, s.authority.account.name, s.context.platform, raw
FROM (
    SELECT raw, JSONExtract(raw, 'Tuple(
        id UUID,
        actor Tuple(name String, mbox String, account Tuple(homePage String, name String)),
        verb Tuple(id String, display Tuple(en String)),
        object Tuple(objectType String, id String, definition Tuple(type String, name Tuple(en String))),
        result Tuple(score Tuple(scaled Nullable(Float64), raw Nullable(Float64), min Nullable(Float64), max Nullable(Float64)),
            success Nullable(Bool), completion Nullable(Bool), duration String),
        context Tuple(registration String, platform String, team Tuple(account Tuple(name String)),
            contextActivities Tuple(parent Array(Tuple(id String)), grouping Array(Tuple(id String)))),
        timestamp String, stored String, version String, authority Tuple(account Tuple(name String)))') AS s
    FROM file('{source}', 'LineAsString', 'raw String')
)"""

db.query((PARSE if way == "parse" else PATHS) + f" SETTINGS max_threads = {threads}, max_insert_threads = {threads}")
count = db.query("SELECT count() FROM store.statement", "CSV")
print(str(count).strip())
db.close()
