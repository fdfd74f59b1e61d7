"""Risk in other words than those of the program: an independent implementation.

Reads one case of JSON a line: x, y, penalty, score, other, p, k. Writes for
each what the model, the AUCs, the calibration and the list at capacity come to.
The model is fitted without the program's way: in the inputs as they are, with
the penalty written for them, by Newton's method with Gauss' elimination, and
only an answer whose derivative is 0 is taken. AUCs count pairs; the
distribution of hits adds up all outcomes.
"""

import itertools
import json
import math
import sys

Z = 1.645


def sigma(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def eliminate(a, b):
    n = len(b)
    rows = [list(a[i]) + [b[i]] for i in range(n)]
    for i in range(n):
        best = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for r in range(n):
            if r != i:
                f = rows[r][i] / rows[i][i]
                rows[r] = [v - f * w for v, w in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def fit(x, y, c):
    """Coefficients g of x as it is; |beta|^2 = sum of (g_j sd_j)^2."""
    n, d = len(x), len(x[0])
    means = [math.fsum(r[j] for r in x) / n for j in range(d)]
    sds = [math.sqrt(math.fsum((r[j] - means[j]) ** 2 for r in x) / n) for j in range(d)]
    sds = [s if len({r[j] for r in x}) > 1 else 1.0 for j, s in enumerate(sds)]
    ridge = [0.0] + [s * s / c for s in sds]
    w = [0.0] * (d + 1)
    design = [[1.0] + [v - m for v, m in zip(r, means)] for r in x]

    def loss(w):
        out = 0.5 * math.fsum(r * v * v for r, v in zip(ridge, w))
        for row, t in zip(design, y):
            s = math.fsum(a * b for a, b in zip(row, w))
            out += math.log(1 + math.exp(-abs(s))) + max(s, 0) - t * s
        return out

    def slope(w):
        g = [r * v for r, v in zip(ridge, w)]
        for row, t in zip(design, y):
            p = sigma(math.fsum(a * b for a, b in zip(row, w)))
            g = [v + (p - t) * a for v, a in zip(g, row)]
        return g

    for _ in range(100):
        g = slope(w)
        if max(abs(v) for v in g) < 1e-11 * n:
            break
        h = [[ridge[i] if i == j else 0.0 for j in range(d + 1)] for i in range(d + 1)]
        for row in design:
            p = sigma(math.fsum(a * b for a, b in zip(row, w)))
            for i in range(d + 1):
                for j in range(d + 1):
                    h[i][j] += p * (1 - p) * row[i] * row[j]
        step, size = eliminate(h, g), 1.0
        while size > 1e-9 and loss([v - size * s for v, s in zip(w, step)]) > loss(w) + 1e-12:
            size /= 2
        w = [v - size * s for v, s in zip(w, step)]
    assert max(abs(v) for v in slope(w)) < 1e-9 * n, "no minimum was found"
    return {"intercept": w[0], "beta": [v * s for v, s in zip(w[1:], sds)], "mean": means, "sd": sds}


def above(a, b):
    return 1.0 if a > b else 0.5 if a == b else 0.0


def components(score, y):
    with_, without = [s for s, t in zip(score, y) if t], [s for s, t in zip(score, y) if not t]
    return (
        [sum(above(a, b) for b in without) / len(without) for a in with_],
        [sum(above(a, b) for a in with_) / len(with_) for b in without],
    )


def variance(v):
    m = sum(v) / len(v)
    return sum((a - m) ** 2 for a in v) / (len(v) - 1)


def covariance(v, w):
    a, b = sum(v) / len(v), sum(w) / len(w)
    return sum((x - a) * (y - b) for x, y in zip(v, w)) / (len(v) - 1)


def areas(score, other, y):
    (a1, a0), (b1, b0) = components(score, y), components(other, y)
    n, m = len(a1), len(a0)
    var = lambda one, none: variance(one) / n + variance(none) / m
    both = covariance(a1, b1) / n + covariance(a0, b0) / m
    area, second = sum(a1) / n, sum(b1) / n
    return [area, math.sqrt(var(a1, a0))], [area - second, math.sqrt(max(0, var(a1, a0) + var(b1, b0) - 2 * both))]


def bins(p, y):
    order = sorted(range(len(p)), key=lambda i: p[i])  # stable
    out = []
    for k in range(10):
        part = order[k * len(p) // 10 : (k + 1) * len(p) // 10]
        if part:
            out.append([len(part), sum(p[i] for i in part) / len(part), sum(y[i] for i in part) / len(part)])
    return out


def wilson(hits, n):
    """The two shares q with |hits/n - q| = Z sqrt(q (1-q) / n)."""
    x = hits / n
    a, b, c = 1 + Z * Z / n, -(2 * x + Z * Z / n), x * x
    root = math.sqrt(max(0, b * b - 4 * a * c))
    return [x, (-b - root) / (2 * a), (-b + root) / (2 * a)]


def capacity(p, y, k):
    order = sorted(range(len(p)), key=lambda i: -p[i])[:k]
    chances = [0.0] * (k + 1)
    for came in itertools.product([0, 1], repeat=k):
        chances[sum(came)] += math.prod(p[i] if c else 1 - p[i] for c, i in zip(came, order))
    low = next(n for n in range(k + 1) if sum(chances[: n + 1]) >= 0.05)
    high = next(n for n in range(k + 1) if sum(chances[: n + 1]) >= 0.95)
    hits = sum(y[i] for i in order)
    return {
        "flagged": order, "expected": [sum(p[i] for i in order), low, high],
        "ppv": wilson(hits, k), "recall": wilson(hits, sum(y)),
    }


def recalibrated(odds, y):
    """By halving between limits that are far enough apart."""
    total = sum(y)
    f = lambda s: math.fsum(sigma(o + s) for o in odds) - total
    low, high = -60.0, 60.0
    for _ in range(300):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return middle


for line in sys.stdin:
    case = json.loads(line)
    x, y = case["x"], [int(v) for v in case["y"]]
    auc, difference = areas(case["score"], case["other"], y)
    table = bins(case["p"], y)
    print(json.dumps({
        "model": fit(x, y, case["penalty"]), "auc": auc, "difference": difference, "bins": table,
        "ece": sum(n * abs(e - o) for n, e, o in table) / len(y), "capacity": capacity(case["p"], y, case["k"]),
        "shift": recalibrated([math.log(p / (1 - p)) for p in case["p"]], y),
    }))
