"""pandas loads the lines: json.loads of each, data frames of 100,000 rows with
the columns and the text as received, into Parquet with zstd. Not done: what
duckdb.sql lists."""

import json
import sys

import pandas
import pyarrow
import pyarrow.parquet

ROWS = 100_000
NUMBERS = ["scaled", "score", "score_min", "score_max"]
NONE = {}


def row(line):
    s = json.loads(line)
    actor, verb, thing = s["actor"], s["verb"], s["object"]
    result, context = s.get("result", NONE), s.get("context", NONE)
    score, around = result.get("score", NONE), context.get("contextActivities", NONE)
    definition, account = thing.get("definition", NONE), actor.get("account", NONE)
    ref = thing.get("objectType") == "StatementRef"
    parent, grouping = around.get("parent"), around.get("grouping")
    return (
        s["id"], actor.get("mbox") or f"{account.get('homePage')}|{account.get('name')}", actor.get("name"), verb["id"], verb.get("display", NONE).get("en"),
        thing.get("objectType"), None if ref else thing.get("id"), definition.get("name", NONE).get("en"), definition.get("type"), thing.get("id") if ref else None,
        parent[0]["id"] if parent else None, grouping[-1]["id"] if grouping else None,
        context.get("team", NONE).get("account", NONE).get("name"), context.get("registration"), s.get("timestamp"), s.get("stored"),
        score.get("scaled"), score.get("raw"), score.get("min"), score.get("max"), result.get("success"), result.get("completion"), result.get("duration"),
        s.get("version"), s.get("authority", NONE).get("account", NONE).get("name"), context.get("platform"), line.rstrip("\n"),
    )


COLUMNS = ["id", "actor", "actor_name", "verb", "verb_name", "object_type", "activity", "activity_name", "activity_type", "object_ref",
           "parent", "course", "team", "registration", "ts", "stored", "scaled", "score", "score_min", "score_max", "success", "completion", "duration",
           "version", "authority", "platform", "raw"]


def table(rows):
    frame = pandas.DataFrame.from_records(rows, columns=COLUMNS)
    frame["ts"] = pandas.to_datetime(frame["ts"], utc=True, format="ISO8601")
    frame["stored"] = pandas.to_datetime(frame["stored"], utc=True, format="ISO8601")
    frame[NUMBERS] = frame[NUMBERS].astype("float64")
    for name in ("success", "completion"):
        frame[name] = frame[name].astype("boolean")
    return pyarrow.Table.from_pandas(frame, schema=schema(), preserve_index=False)


def schema():
    kinds = {"ts": pyarrow.timestamp("us", "UTC"), "stored": pyarrow.timestamp("us", "UTC"), "success": pyarrow.bool_(), "completion": pyarrow.bool_()}
    kinds |= {name: pyarrow.float64() for name in NUMBERS}
    return pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in COLUMNS])


def main(source, target):
    count, rows = 0, []
    with open(source, encoding="utf-8") as lines, pyarrow.parquet.ParquetWriter(target, schema(), compression="zstd") as out:
        for line in lines:
            rows.append(row(line))
            if len(rows) == ROWS:
                out.write_table(table(rows))
                count, rows = count + len(rows), []
        if rows:
            out.write_table(table(rows))
            count += len(rows)
    print(count)


main(sys.argv[1], sys.argv[2])
