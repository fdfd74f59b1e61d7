SELECT (SELECT count(*) FROM statement), (SELECT count(*) FROM statement WHERE voided), (SELECT count(*) FROM learner),
    (SELECT count(DISTINCT activity) FROM statement WHERE NOT (voided OR voiding) AND object_kind <> 4), (SELECT count(*) FROM class), (SELECT count(*) FROM source),
    (SELECT count(*) FROM load WHERE finished IS NOT NULL), (SELECT min(ts) FROM statement), (SELECT max(ts) FROM statement)
