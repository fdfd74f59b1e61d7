"""Factors and scores of classes, written from the formulas of the design and
from nothing else. Plain Python 3.

Reads one class a line as JSON, prints one line of JSON for it: for each learner
the six factors as [value, sd] (null = missing), score, sd, coverage and state.
Times are seconds since 1970, days are those of a zone with a fixed offset.
"""
import json
import math
import sys
from statistics import median

WEIGHTS = [0.35, 0.25, 0.15, 0.15, 0.10, 0.10]
DAY = 86400


def spread(x):
    return max(x * (1 - x), 0.05)


def sd_proportion(x, n):
    return math.sqrt(spread(x) / (n + 3))


def sd_percentile(p, days):
    return math.sqrt(spread(p) / (days + 2))


def midranks(xs):
    n = len(xs)
    return [(sum(y < x for y in xs) + (sum(y == x for y in xs) + 1) / 2 - 0.5) / n for x in xs]


def percentiles(xs):
    """None where too few are known, the class has nothing of the kind, or x is None. Sums that differ by rounding alone are equal."""
    known = [u for u, x in enumerate(xs) if x is not None]
    out = [None] * len(xs)
    if len(known) >= 10 and any(round(xs[u], 9) for u in known):
        for u, p in zip(known, midranks([round(xs[u], 9) for u in known])):
            out[u] = p
    return out


def joined(parts):
    """parts: (weight, value, sd) with value None = missing."""
    parts = [p for p in parts if p[1] is not None]
    total = sum(w for w, _, _ in parts)
    if total == 0:
        return None
    return [sum(w * x for w, x, _ in parts) / total, max(sum(w * s for w, _, s in parts) / total, math.sqrt(1e-3))]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def masteries(c):
    """(M, s_M, responses) of each learner; first responses of the class in order."""
    items = [i for i, a in enumerate(c["activities"]) if a["item"]]
    skill = {i: c["activities"][i]["skill"] for i in items}
    if len({s for s in skill.values() if s >= 0}) < 2:
        skill = {i: -1 for i in items}
    n = len(c["learners"])
    m, v = [0.0] * n, [1.0] * n
    ms, vs = {}, {}
    b, w = {i: 0.0 for i in items}, {i: 1.5 for i in items}
    firsts = []
    for u, l in enumerate(c["learners"]):
        seen = set()
        for t in l["tries"]:
            if t["item"] and t["activity"] in skill and t["r"] is not None and t["activity"] not in seen:
                seen.add(t["activity"])
                firsts.append((t["started"], t["order"], u, t["activity"], t["r"]))
    count = [0] * n
    for _, _, u, i, r in sorted(firsts):
        count[u] += 1
        s = (u, skill[i])
        has = skill[i] >= 0
        x = m[u] + (ms.get(s, 0.0) if has else 0.0) - b[i]
        V = v[u] + (vs.get(s, 0.1) if has else 0.0) + w[i]
        q = sigmoid(x / math.sqrt(1 + math.pi * V / 8))
        h = sigmoid(x) * (1 - sigmoid(x))
        e = (r - q) / (1 + h * V)
        m[u] += v[u] * e
        v[u] = min(1.0, v[u] - v[u] ** 2 * h / (1 + h * V) + 0.005)
        if has:
            ms[s] = ms.get(s, 0.0) + vs.get(s, 0.1) * e + 0.01
            vs[s] = min(0.5, vs.get(s, 0.1) - vs.get(s, 0.1) ** 2 * h / (1 + h * V) + 0.02)
        b[i] -= w[i] * e
        w[i] -= w[i] ** 2 * h / (1 + h * V)
    out = []
    for u in range(n):
        if count[u] == 0:
            out.append((None, None, 0))
            continue
        own = [(ms.get((u, skill[i]), 0.0), vs.get((u, skill[i]), 0.1)) if skill[i] >= 0 else (0.0, 0.0) for i in items]
        shares = {}
        for i in items:
            if skill[i] >= 0:
                shares[skill[i]] = shares.get(skill[i], 0) + 1 / len(items)
        width = 1.645 * math.sqrt(v[u] + sum(f * f * vs.get((u, s), 0.1) for s, f in shares.items()))
        M = sum(sigmoid((m[u] + o - b[i]) / math.sqrt(1 + math.pi * (v[u] + p + w[i]) / 8)) for i, (o, p) in zip(items, own)) / len(items)
        ends = [sum(sigmoid((m[u] + d + o - b[i]) / math.sqrt(1 + math.pi * w[i] / 8)) for i, (o, _) in zip(items, own)) / len(items)
                for d in (-width, width)]
        out.append((M, (ends[1] - ends[0]) / 3.29, count[u]))
    return out


def picked(rule, tries):
    tries = sorted(tries, key=lambda t: (t["started"], t["attempt"]))
    if rule == "mean":
        return sum(t["r"] for t in tries) / len(tries)
    if rule == "first":
        return tries[0]["r"]
    if rule == "best":
        return max(t["r"] for t in tries)
    if rule == "last-passed":
        passed = [t for t in tries if t["passed"] == 2 or (t["passed"] == 0 and t["right"] == 2)]
        if passed:
            return passed[-1]["r"]
    return tries[-1]["r"]


def points(*known):
    for k in known:
        if k is not None:
            return max(k, 1)
    return 10


def achievement(c):
    works = []
    for l in c["learners"]:
        own = {}
        for t in l["tries"]:
            a = c["activities"][t["activity"]]
            if not t["item"] and not a["item"] and not a["course"] and t["r"] is not None:
                own.setdefault(t["activity"], []).append(t)
        weight = {d["activity"]: d["weight"] for d in l["dues"]}
        works.append([(points(c["activities"][i]["points"], weight.get(i)), picked(c["activities"][i]["rule"], own[i])) for i in sorted(own)])
    results = [s for own in works for _, s in own]
    mu = sum(results) / len(results) if results else None
    out = []
    for (M, sM, n), own in zip(masteries(c), works):
        parts = []
        if n:
            parts.append((n, M, sM))
        if own:
            A2 = (sum(a * s for a, s in own) + 10 * mu) / (sum(a for a, _ in own) + 10)
            parts.append((10 * len(own), A2, sd_proportion(A2, len(own))))
        out.append((joined(parts), n, len(own)))
    return out


def due_work(c):
    """Also the works that were handed in and due, as (due, handed in)."""
    T = c["as_of"]
    rows, early = [], []
    for l in c["learners"]:
        handed = {h["activity"]: h["at"] for h in l["hand_ins"]}
        due = [d for d in l["dues"] if not d["excused"] and d["at"] <= T]
        a = [points(d["weight"], c["activities"][d["activity"]]["points"]) for d in due]
        credit = [0 if d["activity"] not in handed else 1 if handed[d["activity"]] < d["day_end"] else 0.5 for d in due]
        mean = sum(a) / len(a) if a else 1
        rows.append((sum(x * k for x, k in zip(a, credit)) / mean, sum(a) / mean, len(due)))
        early.append([(d["at"], handed[d["activity"]]) for d in due if d["activity"] in handed])
    total = sum(r[1] for r in rows)
    mu = sum(r[0] for r in rows) / total if total else 0
    out = []
    for credit, weight, n in rows:
        if n == 0:
            out.append(None)
            continue
        D = (credit + 2 * mu) / (weight + 2)
        out.append(joined([(1, D, sd_proportion(D, n))]))
    return out, early


def day(c, t):
    return (t + c["offset"]) // DAY


def observed(c):
    """The days of each learner that count, and the sessions that do."""
    off = {d for a, b in c["off"] for d in range(a, b + 1)}
    last = (c["as_of"] - 1 + c["offset"]) // DAY
    days, sessions = [], []
    for l in c["learners"]:
        start = l["enrolled"] if l["enrolled"] is not None else l["first"]
        if start is None:
            days.append([])
        else:
            if c["begin"] is not None:
                start = max(start, c["begin"])
            days.append([d for d in range(day(c, start), last + 1) if d not in off])
        sessions.append([s for s in l["sessions"]
                         if not (c["begin"] is not None and s["begin"] < c["begin"])
                         and not (l["enrolled"] is not None and s["begin"] < l["enrolled"])
                         and not (s["burst"] >= 20 and s["burst"] > s["statements"] / 2)])
    return days, sessions, last


def participation(c):
    days, sessions, last = observed(c)
    active = [len({d for s in own for d in range(day(c, s["begin"]), min(day(c, s["end"]), last) + 1)}) for own in sessions]
    p1, p2 = percentiles([len(own) for own in sessions]), percentiles(active)
    p3 = percentiles([l["social"] for l in c["learners"]])
    return [joined([(w, p[u], p[u] if p[u] is None else sd_percentile(p[u], len(days[u])))
                    for w, p in ((0.4, p1), (0.4, p2), (0.2, p3))]) for u in range(len(days))]


def regularity(c):
    days, sessions, last = observed(c)
    _, early = due_work(c)
    diffs = []
    for d, own in zip(days, sessions):
        began = [day(c, s["begin"]) for s in own]
        began = [x for x in began if x in set(d)]
        recent = sum(x in set(d[-7:]) for x in began)
        diffs.append(recent - len(began) * 7 / max(len(d), 7))
    trends = percentiles(diffs)
    out = []
    for u, (d, own) in enumerate(zip(days, sessions)):
        parts = []
        if early[u]:
            clipped = [min(7, max(-7, (due - done) / DAY)) for due, done in early[u]]
            lead = sum((x + 7) / 14 for x in clipped) / len(clipped)
            parts.append((0.5, lead, sd_proportion(lead, len(clipped))))
        if trends[u] is not None:
            parts.append((0.3, trends[u], sd_percentile(trends[u], len(d))))
        if parts and d:
            active = {x for s in own for x in range(day(c, s["begin"]), day(c, s["end"]) + 1)}
            text = "".join("x" if x in active else "." for x in d)
            gap = 1 - max(len(run) for run in text.split("x")) / len(d)
            parts.append((0.2, gap, sd_proportion(gap, len(d))))
        out.append(joined(parts))
    return out


def effort(c):
    stated = {}
    for l in c["learners"]:
        for x in l["visits"]:
            if x["stated"] is not None:
                stated.setdefault(x["activity"], []).append(x["stated"])
    opened, hours, fails = [], [], []
    for l in c["learners"]:
        own = [x for x in l["visits"] if not c["activities"][x["activity"]]["course"]]
        opened.append(len(own))
        times = [min(x["stated"], 3 * median(stated[x["activity"]])) if x["stated"] is not None else x["gaps"] for x in own
                 if x["stated"] is not None or x["gaps"]]
        hours.append(sum(times) / 3600 if times else None)  # no time known is not a time of 0
        again = failed = 0
        places = {(t["activity"], t["item"]) for t in l["tries"] if not c["activities"][t["activity"]]["course"]}
        for place in places:
            kept = []
            for t in [t for t in l["tries"] if (t["activity"], t["item"]) == place]:
                when = t["started"] if t["ended"] is None else t["ended"]
                bad = t["passed"] == 1 or (t["passed"] == 0 and t["right"] == 1)
                if kept and kept[-1][2]:
                    took = t["seconds"] if t["seconds"] is not None else when - kept[-1][1]
                    if took < 3:
                        continue
                kept.append((t["started"], when, bad))
            for i, (_, when, bad) in enumerate(kept):
                if bad:
                    failed += 1
                    again += any(s - when <= 72 * 3600 for s, _, _ in kept[i + 1:])
        fails.append((again, failed))
    total = sum(f for _, f in fails)
    mu = sum(a for a, _ in fails) / total if total else 0
    days, _, _ = observed(c)
    po, pt = percentiles(opened), percentiles(hours)
    out = []
    for u, (again, failed) in enumerate(fails):
        parts = [(w, p[u], p[u] if p[u] is None else sd_percentile(p[u], len(days[u]))) for w, p in ((0.4, po), (0.3, pt))]
        if failed:
            x = (again + 2 * mu) / (failed + 2)
            parts.append((0.3, x, sd_proportion(x, failed)))
        out.append(joined(parts))
    return out


def feedback(c):
    out = []
    for l in c["learners"]:
        by = {}
        for f in sorted(l["feedback"], key=lambda f: (f["at"], f["statement"]), reverse=True):
            if f["r"] is not None and f["giver"] != l["id"] and len(by.get(f["giver"], [])) < 3:
                by.setdefault(f["giver"], []).append((f["r"], [0.25, 0.5, 1][f["role"]]))
        if len(by) >= 5:
            givers = sorted(by, key=lambda g: (sum(r for r, _ in by[g]) / len(by[g]), g))
            del by[givers[0]], by[givers[-1]]
        said = [x for own in by.values() for x in own]
        if not said:
            out.append(None)
            continue
        n = sum(w for _, w in said)
        F = (sum(w * r for r, w in said) + 3 * 0.6) / (n + 3)
        out.append(joined([(1, F, sd_proportion(F, n))]))
    return out


def scores(c):
    A = achievement(c)
    columns = [[a for a, _, _ in A], due_work(c)[0], participation(c), regularity(c), effort(c), feedback(c)]
    can = [any(x is not None for x in column) for column in columns]
    dated = any(l["dues"] for l in c["learners"])
    can[1] = can[1] or dated
    can[3] = can[3] or dated
    out = []
    for u, l in enumerate(c["learners"]):
        own = [column[u] for column in columns]
        present = [(w, x) for w, x in zip(WEIGHTS, own) if x is not None]
        W = sum(w for w, _ in present)
        row = {"factors": own, "score": None, "sd": None, "coverage": 0, "state": "insufficient"}
        if W > 0:
            row["coverage"] = W / sum(w for w, k in zip(WEIGHTS, can) if k)
            row["score"] = 100 * sum(w * x for w, (x, _) in present) / W
            row["sd"] = 100 * math.sqrt(sum((w / W * s) ** 2 for w, (_, s) in present) + ((1 - row["coverage"]) * 0.29) ** 2)
            half = 1.645 * row["sd"]
            enough = (row["coverage"] >= 0.5 and (A[u][1] >= 5 or A[u][2] >= 1) and l["first"] is not None
                      and c["as_of"] - l["first"] >= 7 * DAY and half <= 25)
            if enough:
                row["state"] = "stable" if half < 12 else "provisional"
        out.append(row)
    return out


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(scores(json.loads(line))))
