#!/usr/bin/python3
"""Writes the expected numbers of the conjugate Bayesian tests: run it beside the JSON files it replaces.

Debian 12: apt-get install python3-mpmath python3-scipy. Every number is an integral of densities on the scale of the values, by mpmath with 30
digits: the chance is a double integral, a loss a double integral of the difference itself, a quantile the root of one. None of it uses the identities
that the product uses. Where scipy knows a marginal quantile, the two must agree.
"""
import json
import pathlib

from mpmath import betainc, calculus, exp, expm1, gammainc, inf, log, log1p, loggamma, mp, mpf, sqrt
from scipy import stats

HERE = pathlib.Path(__file__).parent
mp.dps = 30
# 24 nodes a panel; panels are about one standard deviation wide, where this is right to 25 digits.
NODES = calculus.quadrature.GaussLegendre(mp).calc_nodes(4, 100)


def quad(f, cuts):
    """Between the first and the last cut, panel by panel; those at whose ends nothing is left are not looked into."""
    ends = [f(c) for c in cuts]
    least = max(ends) * mpf(10) ** -26
    total = mpf(0)
    for i in range(1, len(cuts)):
        a, b = cuts[i - 1], cuts[i]
        middle, half = (a + b) / 2, (b - a) / 2
        if max(ends[i - 1], ends[i]) > least or f(middle) > least:
            total += half * sum(w * f(middle + half * x) for x, w in NODES)
    return total


class Beta:
    """A beta distribution seen on the logit scale."""

    def __init__(self, a, b):
        self.a, self.b = mpf(a), mpf(b)
        self.mean = self.a / (self.a + self.b)
        self.norm = loggamma(self.a + self.b) - loggamma(self.a) - loggamma(self.b)
        self.centre = log(self.a / self.b)
        self.width = 1 / sqrt(self.a * self.b / (self.a + self.b))
        self.heavy = min(self.a, self.b) > 2000

    def value(self, u):
        return 1 / (1 + exp(-u))

    def coordinate(self, x):
        return -inf if x <= 0 else inf if x >= 1 else log(x / (1 - x))

    def density(self, u):
        x = self.value(u)
        return exp(self.norm + self.a * log(x) + self.b * log(1 - x) if u > -200 else self.norm + self.a * u)

    def below(self, u):
        if u == -inf or u == inf:
            return mpf(0 if u < 0 else 1)
        if not self.heavy:
            return betainc(self.a, self.b, 0, self.value(u), regularized=True) if u < self.centre else 1 - self.above(u)
        return tail(self, u, -1) if u < self.centre else 1 - tail(self, u, 1)

    def above(self, u):
        if u == -inf or u == inf:
            return mpf(1 if u < 0 else 0)
        if not self.heavy:
            return betainc(self.b, self.a, 0, 1 / (1 + exp(u)), regularized=True) if u >= self.centre else 1 - self.below(u)
        return tail(self, u, 1) if u >= self.centre else 1 - tail(self, u, -1)


class Gamma(Beta):
    """A gamma distribution seen on the logarithmic scale."""

    def __init__(self, a, b):
        self.a, self.b = mpf(a), mpf(b)
        self.mean = self.a / self.b
        self.norm = self.a * log(self.b) - loggamma(self.a)
        self.centre = log(self.a / self.b)
        self.width = 1 / sqrt(self.a)
        self.heavy = self.a > 2000

    def value(self, u):
        return exp(u)

    def coordinate(self, x):
        return -inf if x <= 0 else log(x)

    def density(self, u):
        return exp(self.norm + self.a * u - self.b * exp(u))

    def below(self, u):
        if u == -inf or self.heavy:
            return super().below(u)
        return gammainc(self.a, 0, self.b * exp(u), regularized=True) if u < self.centre else 1 - self.above(u)

    def above(self, u):
        if u == -inf or self.heavy:
            return super().above(u)
        return gammainc(self.a, self.b * exp(u), inf, regularized=True) if u >= self.centre else 1 - self.below(u)


def tail(arm, u, sign):
    cuts = [u + sign * arm.width * k for k in (0, 1, 2, 3, 4, 6, 8, 11, 14)]
    return abs(quad(arm.density, cuts))


def integrate(f, arms, around=()):
    """Of f over all coordinates; panels of a width around every arm and between them."""
    cuts = set(around)
    for arm in arms:
        # A small count leaves a power-law tail on one side.
        long = 24 if arm.a > 3 and arm.b > 3 else 120
        steps = [k for k in range(-long, long + 1) if abs(k) <= 24 or k % 3 == 0]
        cuts |= {arm.centre + arm.width * k for k in steps}
    narrow = min(arm.width for arm in arms)
    cuts = sorted(cuts)
    # Closer cuts than a quarter of the narrowest arm only cost time.
    kept = [cuts[0]]
    for cut in cuts[1:]:
        if cut - kept[-1] > narrow / 4 or cut in around:
            kept.append(cut)
    return quad(f, kept)


def between(first, second):
    """P(second > first), and the expected gain of the second, as E(second - first; second > first)."""
    above = lambda u: second.above(second.coordinate(first.value(u)))
    chance = integrate(lambda u: first.density(u) * above(u), [first, second])
    slope = (lambda x: x * (1 - x)) if isinstance(first, Beta) and not isinstance(first, Gamma) else (lambda x: x)
    gain = integrate(lambda u: slope(first.value(u)) * first.below(u) * second.above(u), [first, second])
    return chance, gain


def size_biased(make, first, second):
    """The same gain by another road: E(second; second > first) - E(first; second > first), with the size-biased arms."""
    up = make(second.a + 1, second.b)
    bias = make(first.a + 1, first.b)
    return second.mean * between(first, up)[0] - first.mean * between(bias, second)[0]


def root(f, guess, width):
    a, b = guess - width, guess + width
    fa, fb = f(a), f(b)
    while fa * fb > 0:
        a, b = a - width, b + width
        fa, fb = f(a), f(b)
    for _ in range(60):
        if abs(b - a) < mpf(10) ** -22 * (abs(a) + abs(b)):
            break
        c = b - fb * (b - a) / (fb - fa)
        fc = f(c)
        if abs(fc) < mpf(10) ** -22:
            return c
        if fc * fb < 0:
            a, fa, b, fb = b, fb, c, fc
        else:
            fa, b, fb = fa / 2, c, fc
    return b


def quantile(first, second, probability, kind):
    """Of second - first, or of second/first - 1, the latter on the logarithmic scale."""

    def below(t):
        bound = (lambda x: x + t) if kind == "difference" else (lambda x: x * exp(t))
        # Where the bound leaves the range of values the integrand has a corner.
        leaves = [-t, 1 - t] if kind == "difference" else [exp(-t)]
        corners = [c for c in map(first.coordinate, leaves) if abs(c) < 200]
        # A power of the distance: closer and closer cuts.
        corner = [c + side * first.width / mpf(4) ** k for c in corners for k in range(20) for side in (-1, 1)] + corners
        return integrate(lambda u: first.density(u) * second.below(second.coordinate(bound(first.value(u)))), [first, second], corner) - probability

    side = 2 if probability > 0.5 else -2
    if kind == "difference":
        spread = sqrt((first.width * slope(first)) ** 2 + (second.width * slope(second)) ** 2)
        return root(below, second.mean - first.mean + side * spread, spread / 8)
    spread = sqrt((first.width * slope(first) / first.mean) ** 2 + (second.width * slope(second) / second.mean) ** 2)
    return exp(root(below, log(second.mean / first.mean) + side * spread, spread / 8)) - 1


def slope(arm):
    return arm.mean * (1 - arm.mean) if type(arm) is Beta else arm.mean


def pairs(make, name, cases, check):
    rows = []
    for prior, control, treatment, interval in cases:
        posterior = lambda d: make(prior[0] + d[0], prior[1] + (d[1] - d[0] if make is Beta else d[1]))
        c, t = posterior(control), posterior(treatment)
        chance, gain = between(c, t)
        loss = between(t, c)[1]
        if not c.heavy and min(chance, 1 - chance) > 1e-6:
            assert abs(size_biased(make, c, t) / gain - 1) < 1e-9, (name, control, treatment)
        row = {"prior": prior, "control": control, "treatment": treatment, "difference": float(t.mean - c.mean), "chance": float(chance),
               "loss_control": float(gain), "loss_treatment": float(loss), "control_low": check(c, 0.025), "control_high": check(c, 0.975)}
        if interval:
            row["low"], row["high"] = (float(quantile(c, t, mpf(p), "difference")) for p in ("0.025", "0.975"))
            row["lift_low"], row["lift_high"] = (float(quantile(c, t, mpf(p), "lift")) for p in ("0.025", "0.975"))
        rows.append(row)
        print(name, row)
    write(name, rows)


def ranks(make, name, cases):
    rows = []
    for prior, data in cases:
        arms = [make(prior[0] + d[0], prior[1] + (d[1] - d[0] if make is Beta else d[1])) for d in data]
        best, loss = [], []
        for i, arm in enumerate(arms):
            others = [other for j, other in enumerate(arms) if j != i]

            def product(u):
                result = mpf(1)
                for other in others:
                    result *= other.below(u)
                return result

            best.append(float(integrate(lambda u: arm.density(u) * product(u), arms)))

        for i, arm in enumerate(arms):
            others = [other for j, other in enumerate(arms) if j != i]
            missed = lambda u: -expm1(sum(log1p(-other.above(u)) for other in others)) if all(other.above(u) < 1 for other in others) else mpf(1)
            loss.append(float(integrate(lambda u: slope_at(arm, u) * arm.below(u) * missed(u), arms)))
        if len(arms) == 2:
            assert all(abs(x / between(*pair)[1] - 1) < 1e-9 for x, pair in zip(loss, [arms, arms[::-1]])), (name, data, loss)
        assert abs(sum(best) - 1) < 1e-12, (name, data, best)
        rows.append({"prior": prior, "arms": data, "best": best, "loss": loss})
        print(name, rows[-1])
    write(name, rows)


def slope_at(arm, u):
    x = arm.value(u)
    return x * (1 - x) if type(arm) is Beta else x


def write(name, rows):
    (HERE / f"{name}.json").write_text("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    import sys
    only = sys.argv[1:]
    flat, jeffreys, proper = [1, 1], [0.5, 0.5], [4, 36]
    if not only or "beta" in only:
        pairs(Beta, "beta_binomial", [
            (flat, [0, 0], [0, 0], True), (flat, [1, 2], [2, 2], True), (flat, [10, 100], [18, 100], True), (jeffreys, [0, 50], [3, 40], True),
            (proper, [10, 100], [18, 100], True), (flat, [500, 10000], [560, 10000], True), (flat, [5, 10000], [9, 500], True),
            (jeffreys, [0, 1000], [0, 3000], False), (flat, [999, 1000], [1000, 1000], True), (flat, [120, 1000], [10, 1000], False),
            (flat, [7, 1000], [300, 1000], False), (flat, [50000, 100000], [50700, 100000], False), (flat, [1, 10 ** 6], [60, 10 ** 6], False),
            ([1, 1], [300000, 10 ** 6], [1, 2], False), (flat, [10 ** 9, 10 ** 12], [1000002 * 1000, 10 ** 12], False),
            (flat, [5 * 10 ** 11, 10 ** 12], [500010 * 10 ** 6, 10 ** 12], False), ([2.5, 0.25], [3, 4], [4, 5], True)],
            lambda arm, p: float(stats.beta.ppf(p, float(arm.a), float(arm.b))))
    if not only or "gamma" in only:
        pairs(Gamma, "gamma_poisson", [
            ([1, 0], [0, 1], [3, 1], True), ([0.5, 0], [10, 100], [18, 100], True), ([2, 10], [10, 100.5], [18, 90.25], True), ([1, 0], [500, 1000], [560, 1000], True),
            ([1, 0], [5, 1e4], [9, 500], True), ([1, 0], [200, 100], [20, 100], False), ([1, 0], [3, 1e6], [400, 1e6], False), ([1, 0], [0, 1e-3], [0, 1e6], False),
            ([1, 0], [10 ** 6, 1e6], [1000, 990], False), ([1, 0], [10 ** 12, 1e9], [10 ** 12 + 2 * 10 ** 6, 1e9], False)],
            lambda arm, p: float(stats.gamma.ppf(p, float(arm.a), scale=1 / float(arm.b))))
    if not only or "rank" in only:
        ranks(Beta, "beta_ranking", [
            (flat, [[10, 100], [18, 100]]), (flat, [[10, 100], [12, 100], [9, 80]]), (jeffreys, [[0, 5], [1, 3], [2, 9], [30, 100]]),
            (flat, [[500, 10000], [560, 10000], [2, 30], [540, 10000]]), (flat, [[50, 1000]] * 5), (flat, [[900, 1000], [300, 1000], [1, 2]])])
        ranks(Gamma, "gamma_ranking", [([1, 0], [[10, 100.0], [18, 100.0], [3, 20.0]]), ([0.5, 0], [[0, 1.0], [2, 1.0], [500, 300.0]]), ([1, 0], [[300, 100.0], [10, 100.0]])])
