"""Prints expected.csv for the tables beside it, by the formulas of oracle_factors.py."""
import csv
import datetime
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(here))
import oracle_factors  # noqa: E402


def rows(name):
    with open(os.path.join(here, name + ".csv"), newline="") as f:
        return list(csv.DictReader(f))


def at(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()) if text else None


def number(text):
    return float(text) if text else None


truth = {"": 0, "no": 1, "yes": 2}
activities = [{"item": a["item"] == "yes", "skill": -1, "points": number(a["points"]), "course": a["course"] == "yes", "rule": "last"} for a in rows("activities")]
index = {a["activity"]: i for i, a in enumerate(rows("activities"))}
learners = []
for l in rows("learners"):
    own = lambda name: [r for r in rows(name) if r["learner"] == l["learner"]]  # noqa: E731
    learners.append({
        "id": l["learner"], "enrolled": at(l["enrolled"]), "first": at(l["first"]), "social": int(l["social"]),
        "sessions": [{"begin": at(s["begin"]), "end": at(s["end"]), "statements": int(s["statements"]), "burst": int(s["burst"])} for s in own("sessions")],
        "visits": [{"activity": index[v["activity"]], "stated": number(v["stated"]), "gaps": number(v["gaps"])} for v in own("visits")],
        "tries": [{"activity": index[t["activity"]], "item": t["item"] == "yes", "started": at(t["started"]), "ended": at(t["ended"]), "order": k,
                   "r": number(t["r"]), "right": truth[t["right"]], "passed": truth[t["passed"]], "seconds": number(t["seconds"]), "attempt": k}
                  for k, t in enumerate(rows("tries")) if t["learner"] == l["learner"]],
        "dues": [{"activity": index[d["activity"]], "at": at(d["at"]), "day_end": at(d["day_end"]), "weight": number(d["weight"]),
                  "excused": d["excused"] == "yes"} for d in own("dues")],
        "hand_ins": [{"activity": index[h["activity"]], "at": at(h["at"])} for h in own("hand_ins")],
        "feedback": [{"giver": f["giver"], "role": {"peer": 1, "teacher": 2}[f["role"]], "at": at(f["at"]), "r": number(f["r"]), "statement": k}
                     for k, f in enumerate(own("feedback"))],
    })
found = oracle_factors.scores({
    "as_of": at("2026-03-29T00:00:00Z"), "begin": at("2026-03-01T00:00:00Z"), "offset": 0,
    "off": [[at("2026-03-14T00:00:00Z") // 86400, at("2026-03-15T00:00:00Z") // 86400]],
    "activities": activities, "learners": learners,
})
out = csv.writer(sys.stdout, lineterminator="\n")
names = ["achievement", "due work", "participation", "regularity", "effort", "feedback"]
out.writerow(["learner", "state", "score", "low", "high", "coverage"] + [n + x for n in names for x in ("", " sd")])
for l, r in zip(rows("learners"), found):
    half = 1.645 * (r["sd"] or 0)
    numbers = [r["score"], max(0, r["score"] - half), min(100, r["score"] + half), r["coverage"]]
    for f in r["factors"]:
        numbers += f or ["", ""]
    out.writerow([l["learner"], r["state"]] + [x if x == "" else f"{x:.10f}" for x in numbers])
