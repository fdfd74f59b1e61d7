"""Mastery and struggling items once more, from the formulas, to compare with.

Plain Python without packages, written without regard to the Go code. One class as JSON a line on
stdin, what comes of it a line on stdout; null is what is not there.

in:  {"learners": n, "skills": [skill or -1 of each item], "as_of": t,
      "tries": [[learner, item, time, order, reading or null, right -1/0/1], ...] in any order}
out: {"m", "v", "ms", "vs", "b", "w", "q", "mastery": [[value, low, high, sd, n] or null, ...],
      "items": [[n, k, wrong, low, high, bound, p, verdict, discrimination], ...]}
"""

import json
import math
import sys
from fractions import Fraction

V0, VS0, W0 = 1.0, 0.1, 1.5
DU, DS, G0 = 0.005, 0.02, 0.01
CAP_U, CAP_S = 1.0, 0.5


def sig(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def soft(x, var):
    return sig(x / math.sqrt(1 + math.pi * var / 8))


def firsts(c):
    seen, out = set(), []
    for t in sorted(c["tries"], key=lambda t: (t[2], t[3])):
        if t[4] is not None and t[2] <= c["as_of"] and (t[0], t[1]) not in seen:
            seen.add((t[0], t[1]))
            out.append(t)
    return out


def learn(c, responses):
    skill = list(c["skills"])
    if len(set(s for s in skill if s >= 0)) < 2:
        skill = [-1] * len(skill)
    st = {
        "m": [0.0] * c["learners"], "v": [V0] * c["learners"],
        "ms": {}, "vs": {}, "b": [0.0] * len(skill), "w": [W0] * len(skill), "q": [], "skill": skill,
    }
    for u, i, _, _, r, _ in responses:
        s = skill[i]
        vs = st["vs"].get((u, s), VS0) if s >= 0 else 0.0
        ms = st["ms"].get((u, s), 0.0) if s >= 0 else 0.0
        v, w = st["v"][u], st["w"][i]
        x = st["m"][u] + ms - st["b"][i]
        total = v + vs + w
        q = soft(x, total)
        st["q"].append(q)
        h = sig(x) * (1 - sig(x))
        e = (r - q) / (1 + h * total)
        st["m"][u] += v * e
        st["b"][i] -= w * e
        st["v"][u] = min(CAP_U, v - v**2 * h / (1 + h * total) + DU)
        st["w"][i] = w - w**2 * h / (1 + h * total)
        if s >= 0:
            st["ms"][u, s] = ms + vs * e + G0
            st["vs"][u, s] = min(CAP_S, vs - vs**2 * h / (1 + h * total) + DS)
    return st


def mastery(st, u, answered):
    if not answered:
        return None
    skill, n = st["skill"], len(st["skill"])
    spread = st["v"][u]
    for s in sorted(set(skill) - {-1}):
        spread += (skill.count(s) / n) ** 2 * st["vs"].get((u, s), VS0)

    def mean(shift, full):
        out = []
        for i, s in enumerate(skill):
            ms = st["ms"].get((u, s), 0.0) if s >= 0 else 0.0
            vs = st["vs"].get((u, s), VS0) if s >= 0 else 0.0
            var = st["w"][i] + (st["v"][u] + vs if full else 0.0)
            out.append(soft(st["m"][u] + shift + ms - st["b"][i], var))
        return math.fsum(out) / n

    reach = 1.645 * math.sqrt(spread)
    low, high = mean(-reach, False), mean(reach, False)
    return [mean(0.0, True), low, high, (high - low) / 3.29, answered]


def at_most(n, k, mu):
    """P(Binomial(n, mu) <= k), exactly, for the float mu."""
    mu = Fraction(mu)
    return float(sum(math.comb(n, j) * mu**j * (1 - mu) ** (n - j) for j in range(0, min(k, n) + 1)))


def pearson(x, y):
    mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
    xx = math.fsum((a - mx) ** 2 for a in x)
    yy = math.fsum((a - my) ** 2 for a in y)
    if xx < 1e-12 or yy < 1e-12:
        return None
    return math.fsum((a - mx) * (b - my) for a, b in zip(x, y)) / math.sqrt(xx * yy)


def items(st, responses):
    if not responses:
        return [[0, 0, None, None, None, None, None, "too few", None] for _ in st["skill"]]
    mu = math.fsum(t[4] for t in responses) / len(responses)
    rows = []
    for i in range(len(st["skill"])):
        mine = [t for t in responses if t[1] == i]
        n, k = len(mine), math.fsum(t[4] for t in mine)
        if n == 0:
            rows.append([0, 0, None, None, None, None, None, "too few", None])
            continue
        p = (k + 5 * mu) / (n + 5)
        sd = math.sqrt(mu * (1 - mu) / (n + 6))
        low, high = (max(0.0, 1 - p - 1.2816 * sd), min(1.0, 1 - p + 1.2816 * sd)) if sd > 0 else (None, None)
        d = pearson([t[4] for t in mine], [st["m"][t[0]] for t in mine]) if n >= 8 else None
        rows.append([n, k, 1 - k / n, low, high, 1 - (p + sd), at_most(n, int(k + 1e-9), mu), "", d])
    tested = sorted(r[6] for r in rows if r[0] >= 8)
    passed = [p for j, p in enumerate(tested) if p <= 0.1 * (j + 1) / len(tested)]
    for r in rows:
        if r[0] == 0:
            continue
        hard = r[5] > 1 - mu + 0.05
        if hard and r[0] >= 8 and passed and r[6] <= max(passed):
            r[7] = "struggling"
        elif hard:
            r[7] = "watch"
        elif r[0] < 8:
            r[7] = "too few"
    return rows


def main():
    for line in sys.stdin:
        c = json.loads(line)
        responses = firsts(c)
        st = learn(c, responses)
        used = sorted(set(st["skill"]) - {-1})
        answered = [sum(1 for t in responses if t[0] == u) for u in range(c["learners"])]
        print(json.dumps({
            "m": st["m"], "v": st["v"], "b": st["b"], "w": st["w"], "q": st["q"],
            "ms": [[st["ms"].get((u, s), 0.0) for s in used] for u in range(c["learners"])],
            "vs": [[st["vs"].get((u, s), VS0) for s in used] for u in range(c["learners"])],
            "mastery": [mastery(st, u, answered[u]) for u in range(c["learners"])],
            "items": items(st, responses),
        }))


main()
