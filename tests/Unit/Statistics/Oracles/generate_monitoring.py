#!/usr/bin/python3
"""Writes the expected numbers of the trust checks (trends, calibration, interference, outliers, nulls): see generate.py.

Least squares with known variances and cluster-robust variances come from statsmodels, tests of counts and shapes from scipy;
where those leave their range, from 50-digit mpmath or exact rationals.
"""
import math
from fractions import Fraction

import numpy as np
import statsmodels.api as sm
from mpmath import mp, mpf
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from generate import agree, chi2_sf, norm_sf, t_isf, t_sf, write

# ---- trends ---------------------------------------------------------------------------------------------------------


def two_sided(z):
    return float(2 * norm_sf(abs(mpf(float(z)))))


def read(fit, contrast):
    test = fit.t_test(np.array([contrast], float))
    return {"value": float(test.effect[0]), "std_error": float(np.ravel(test.sd)[0])}


def left_over(effects, columns, covariance):
    """Generalised residual sum of squares from the normal equations with 50 digits: doubles lose it beside a large common effect."""
    y, x, w = mp.matrix(effects.tolist()), mp.matrix(np.column_stack(columns).tolist()), mp.inverse(mp.matrix(covariance.tolist()))
    rest = y - x * mp.lu_solve(x.T * w * x, x.T * w * y)
    return (rest.T * w * rest)[0]


def trend(days, effects, covariance, logarithmic, horizon):
    """Generalised least squares with the covariance taken as known: statsmodels' 'fixed scale'."""
    order = np.argsort(days)
    days, effects, covariance = np.array(days)[order], np.array(effects, float)[order], np.array(covariance, float)[np.ix_(order, order)]
    time = np.log if logarithmic else float
    x = np.array([time(d) for d in days])
    late = np.array([0.0] * (len(days) // 2) + [1.0] * (len(days) - len(days) // 2))
    diagonal = not np.any(covariance - np.diag(np.diag(covariance)))

    def fit(columns):
        design = np.column_stack(columns)
        model = sm.WLS(effects, design, weights=1 / np.diag(covariance)) if diagonal else sm.GLS(effects, design, sigma=covariance)
        return model.fit(cov_type="fixed scale")

    flat, line, halves = fit([np.ones(len(x))]), fit([np.ones(len(x)), x]), fit([np.ones(len(x)), late])
    q = left_over(effects, [np.ones(len(x))], covariance)
    agree(float(q), float(flat.resid @ np.linalg.inv(covariance) @ flat.resid), 1e-5, "Q")
    slope, change = read(line, [0, 1]), read(halves, [0, 1])
    out = {"average": read(flat, [1]), "slope": slope, "statistic": slope["value"] / slope["std_error"],
           "p_value": two_sided(slope["value"] / slope["std_error"]), "first": read(line, [1, x[0]]),
           "long_run": read(line, [1, time(horizon or days[-1])]), "change": change,
           "change_p": two_sided(change["value"] / change["std_error"]),
           "q": float(q), "q_p": float(chi2_sf(q, len(x) - 1))}
    agree(out["p_value"], float(line.pvalues[1]), 1e-6, "slope p")
    if len(x) > 2:
        rest = left_over(effects, [np.ones(len(x)), x], covariance)
        agree(float(rest), float(line.resid @ np.linalg.inv(covariance) @ line.resid), 1e-5, "lack of fit")
        out |= {"rest": float(rest), "rest_p": float(chi2_sf(rest, len(x) - 2))}
    return out


def trends():
    cases = []
    rng = np.random.default_rng(31)
    for n, course, noise, logarithmic, horizon in [
            (2, lambda d: 1.0, 0.5, False, None), (3, lambda d: 1 / d, 0.1, True, 30), (14, lambda d: 2 * np.exp(-d / 4), 0.2, False, None),
            (14, lambda d: 2 * np.exp(-d / 4), 0.2, True, 28), (28, lambda d: 1 - np.exp(-d / 10), 0.1, False, None), (28, lambda d: 0.3, 0.1, False, 60),
            (7, lambda d: 1e6 + d, 1e-3, False, None), (10, lambda d: 0.01 * d, 0.003, False, None), (9, lambda d: -3 + d, 1e-1, False, None)]:
        days = rng.permutation(np.sort(rng.choice(np.arange(1, 2 * n + 1), n, replace=False)))
        errors = noise * np.exp(rng.normal(0, 0.5, n))
        errors = np.round(errors, 6)
        effects = np.round(np.array([course(d) for d in days]) + rng.normal(0, errors), 6)
        for correlation in (None, 0.6, 0.95):
            covariance = np.diag(errors ** 2) if correlation is None else np.outer(errors, errors) * correlation ** np.abs(np.subtract.outer(days, days))
            cases.append({"days": days.tolist(), "effects": effects.tolist(), "std_errors": errors.tolist(),
                          "covariance": None if correlation is None else covariance.tolist(), "logarithmic": logarithmic, "horizon": horizon,
                          "expected": trend(days, effects, covariance, logarithmic, horizon)})
    write("trends", cases)


def daily_samples():
    """Moments in; those days that cannot be estimated are left out here by hand."""
    cases = []
    rng = np.random.default_rng(32)
    for sizes, sd in [((10 ** 12, 10 ** 12), 1e3), ((2, 2), 1.0), ((10 ** 6, 30), 2.0)]:
        rows, left = [], 0
        for day in range(1, 9):
            nc, nt = sizes if day != 3 else (1, sizes[1])
            s = 0.0 if day == 5 else sd
            rows.append([day, [int(nc), float(np.round(rng.normal(10, 0.1), 6)), s], [int(nt), float(np.round(rng.normal(10, 0.1) + 1 / day, 6)), s * 1.5]])
            left += day in (3, 5)
        used = [r for r in rows if r[0] not in (3, 5)]
        variances = [(r[1][2] ** 2 / r[1][0] + r[2][2] ** 2 / r[2][0]) for r in used]
        cases.append({"rows": rows, "left_out": left,
                      "expected": trend([r[0] for r in used], [float(mpf(r[2][1]) - mpf(r[1][1])) for r in used], np.diag(variances), False, None)})
    write("daily_samples", cases)


def panels():
    """The same units on every day: unit-level rows in, covariances of the means from numpy."""
    cases = []
    rng = np.random.default_rng(33)
    for n, k in ((40, 5), (12, 3)):
        rows = [np.round(rng.normal(0, 1, (m, 1)) + rng.normal(0, 0.6, (m, k)) + shift / np.arange(1, k + 1), 3) for m, shift in ((n, 0), (n + 3, 2))]
        covariance = sum(np.cov(r.T) / len(r) for r in rows)
        effects = rows[1].mean(axis=0) - rows[0].mean(axis=0)
        days = list(range(1, k + 1))
        cases.append({"days": days, "rows": [r.tolist() for r in rows], "expected": trend(days, effects, covariance, False, None)})
    write("panels", cases)


# ---- calibration ----------------------------------------------------------------------------------------------------

def binomial_sf(x, n, p):
    """P(X >= x), term by term with 50 digits from the side where there is less to add."""
    p = mpf(p)
    if x <= 0 or x > n:
        return mpf(x <= 0)
    if x <= n * p:
        return 1 - binomial_sf(n - x + 1, n, 1 - p)
    term = mp.exp(mp.loggamma(n + 1) - mp.loggamma(x + 1) - mp.loggamma(n - x + 1) + x * mp.log(p) + (n - x) * mp.log(1 - p))
    total = mpf(0)
    while x <= n and term > total * mpf("1e-30"):
        total += term
        term *= mpf(n - x) / (x + 1) * p / (1 - p)
        x += 1
    return total


def binomials():
    """Tails by mpmath where beta functions of billions are out of scipy's reach, two-sided by scipy's binomtest."""
    cases = []
    for x, n, p in [(0, 1, 0.5), (1, 1, 0.05), (0, 5, 0.01), (5, 5, 0.1), (3, 10, 0.3), (7, 100, 0.05), (5, 100, 0.05), (50, 100, 0.5), (60, 100, 0.5),
                    (40, 100, 0.5), (120, 1000, 0.05), (400, 1000, 0.05), (3, 1000, 0.05), (5200, 100_000, 0.05), (12, 10 ** 6, 1e-5)]:
        theirs = stats.binomtest(x, n, p)
        exact = theirs.proportion_ci(0.95, method="exact")
        wilson = theirs.proportion_ci(0.95, method="wilson")
        upper, lower = binomial_sf(x, n, p), binomial_sf(n - x, n, 1 - mpf(p))
        agree(float(upper), float(stats.binomtest(x, n, p, alternative="greater").pvalue), 1e-8, "upper")
        cases.append({"x": x, "n": n, "p": p, "two_sided": float(theirs.pvalue), "greater": float(upper), "less": float(lower),
                      "low": float(exact.low), "high": float(exact.high), "wilson_low": float(wilson.low), "wilson_high": float(wilson.high)})
    for x, n, p in [(10 ** 6, 10 ** 12, 0.9e-6), (3, 10 ** 12, 1e-12), (500_500, 10 ** 6, 0.5)]:
        upper = binomial_sf(x, n, p)
        low, high = stats.beta.ppf(0.025, x, n - x + 1), stats.beta.isf(0.025, x + 1, n - x)
        cases.append({"x": x, "n": n, "p": p, "greater": float(upper), "low": float(low), "high": float(high)})
    write("binomials", cases)


def calibrations():
    cases = []
    rng = np.random.default_rng(34)
    for name, p in [("uniform", rng.random(200)), ("one", rng.random(1)), ("few", rng.random(6)), ("liberal", rng.beta(0.6, 1, 400)), ("shy", rng.beta(1.4, 1.2, 300)),
                    ("broken", rng.random(130) ** 8), ("many", rng.random(1000)), ("more than many", rng.random(1500)), ("tiny", 10.0 ** -rng.uniform(100, 300, 12)),
                    ("ones", np.array([1, 1, 0.5, 0.2, 0.02])), ("double variance", 2 * stats.norm.sf(np.abs(rng.normal(0, np.sqrt(2), 500))))]:
        n = len(p)
        z2 = [mpf(0) if v == 1 else mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2))) - mp.log(mpf(float(v))), mpf(float(stats.norm.isf(v / 2)))) ** 2 for v in p]
        total = sum(z2)
        upper = chi2_sf(total, n)
        d = stats.kstest(p, "uniform").statistic
        exact = n <= 1000
        cases.append({"name": name, "p_values": p.tolist(), "exact": exact, "distance": float(d),
                      "uniform_p": float(stats.kstwo.sf(d, n) if exact else stats.kstwobign.sf(np.sqrt(n) * d)),
                      "rejections": [[a, int((p < a).sum()), float(stats.binomtest(int((p < a).sum()), n, a).pvalue)] for a in (0.01, 0.05, 0.1)],
                      "ratio": float(total / n), "ratio_low": float(total / mpf(float(stats.chi2.isf(0.025, n)))), "ratio_high": float(total / mpf(float(stats.chi2.ppf(0.025, n)))),
                      "ratio_p": float(min(1, 2 * min(upper, mp.gammainc(mpf(n) / 2, 0, total / 2, regularized=True))))})
    write("calibrations", cases)


def kolmogorov_exact(n, d):
    """P(D >= d) for n uniform values with exact rationals: the chance that the order statistics leave their corridor (Steck's determinant)."""
    lower = [max(Fraction(0), Fraction(i + 1, n) - d) for i in range(n)]
    upper = [min(Fraction(1), Fraction(i, n) + d) for i in range(n)]
    # Steck: n! det[ max(0, v_i - u_j)^(j-i+1)/(j-i+1)! ]; the matrix is of Hessenberg form, so its determinant is a recursion.
    values = [Fraction(1)]
    for k in range(1, n + 1):
        total, sign = Fraction(0), 1
        for i in range(k, 0, -1):
            gap = max(Fraction(0), upper[i - 1] - lower[k - 1])
            total += sign * gap ** (k - i + 1) / math.factorial(k - i + 1) * values[i - 1]
            sign = -sign
        values.append(total)
    return 1 - math.factorial(n) * values[n]


def kolmogorov():
    cases = []
    for n, d in [(1, "0.6"), (2, "0.3"), (5, "0.35"), (5, "0.61"), (10, "0.2"), (20, "0.12"), (20, "0.28"), (20, "0.42"), (20, "0.9"), (60, "0.1"), (60, "0.2"),
                 (100, "0.07"), (100, "0.15"), (100, "0.199"), (100, "0.21"), (140, "0.1")]:
        value = float(kolmogorov_exact(n, Fraction(d)))
        agree(value, float(stats.kstwo.sf(float(d), n)), 1e-8, (n, d))
        cases.append({"n": n, "d": float(d), "expected": value})
    for n, d in [(1000, 0.3), (1000, 0.6), (400, 0.9)]:
        cases.append({"n": n, "d": d, "expected": float(2 * sum(mp.binomial(n, j) * mpf(d) * (mpf(d) + mpf(j) / n) ** (j - 1) * max(mpf(0), 1 - mpf(d) - mpf(j) / n) ** (n - j)
                                                                  for j in range(n) if mpf(j) / n < 1 - mpf(d)))})
    write("kolmogorov", cases)


# ---- interference ---------------------------------------------------------------------------------------------------

def robust(fit, groups):
    """scipy's t quantile is good to nine digits only, so the interval takes the one by mpmath."""
    reach = t_isf(mpf("0.025"), groups - 1) * mpf(float(fit.bse[-1]))
    low, high = float(fit.params[-1] - reach), float(fit.params[-1] + reach)
    for ours, theirs in zip((low, high), fit.conf_int()[-1]):
        assert abs(ours - theirs) < 1e-7 * fit.bse[-1]
    return {"std_error": float(fit.bse[-1]), "low": low, "high": high}


def clusters():
    """Unit-level least squares with errors clustered by statsmodels; each variant alone gives the delta method's variance."""
    cases = []
    rng = np.random.default_rng(35)
    for name, counts, size, between, shift in [("alike", (30, 34), lambda: 20, 0.0, 0), ("different", (30, 34), lambda: 20, 1.0, 5), ("ragged", (25, 20), lambda: int(rng.integers(1, 80)), 0.7, 5),
                                               ("few", (2, 3), lambda: int(rng.integers(2, 6)), 0.5, 1), ("giant", (12, 15), lambda: int(rng.pareto(0.8) * 3 + 1), 0.5, 2),
                                               ("within nothing", (8, 9), lambda: 5, None, 3), ("far from zero", (20, 20), lambda: int(rng.integers(1, 20)), 0.5, 1e6)]:
        arms = []
        for arm, count in enumerate(counts):
            rows = []
            for _ in range(count):
                centre = rng.normal(0, between if between is not None else 1)
                noise = rng.normal(0, 1, size()) if between is not None else np.zeros(size())
                rows.append(np.round(shift + 0.3 * arm + centre + noise, 3))
            arms.append(rows)
        y = np.concatenate([v for arm in arms for v in arm])
        # Around a whole number near the mean: shifting is exact here and keeps the digits of the least squares.
        centred = y - round(float(y.mean()))
        treated = np.concatenate([np.full(len(v), float(a)) for a, arm in enumerate(arms) for v in arm])
        group = np.concatenate([np.full(len(v), i) for i, v in enumerate(v for arm in arms for v in arm)])
        model = sm.OLS(centred, sm.add_constant(treated))
        cr1 = model.fit(cov_type="cluster", cov_kwds={"groups": group}, use_t=True)
        cr0 = model.fit(cov_type="cluster", cov_kwds={"groups": group, "use_correction": False}, use_t=True)
        alone = [sm.OLS(centred[treated == a], np.ones(int((treated == a).sum()))).fit(cov_type="cluster", cov_kwds={"groups": group[treated == a]}).bse[0] ** 2 for a in (0, 1)]
        naive = [np.concatenate(arm).var(ddof=1) / sum(map(len, arm)) for arm in arms]
        g = [len(arm) for arm in arms]
        df = sum(alone) ** 2 / (alone[0] ** 2 / (g[0] - 1) + alone[1] ** 2 / (g[1] - 1))
        t = float(cr1.params[1]) / np.sqrt(sum(alone))
        # One-way analysis of variance of clusters inside variants.
        ssb = sum(len(v) * (v.mean() - np.concatenate(arm).mean()) ** 2 for arm in arms for v in arm)
        ssw = sum(((v - v.mean()) ** 2).sum() for arm in arms for v in arm)
        msb, msw = ssb / (sum(g) - 2), ssw / (len(y) - sum(g))
        n0 = (len(y) - sum(sum(len(v) ** 2 for v in arm) / sum(map(len, arm)) for arm in arms)) / (sum(g) - 2)
        icc = (msb - msw) / (msb + (n0 - 1) * msw)
        size_of = sum(len(v) ** 2 for arm in arms for v in arm) / len(y)
        cases.append({"name": name, "rows": [[v.tolist() for v in arm] for arm in arms], "difference": float(cr1.params[1]), "cr0": robust(cr0, sum(g)), "cr1": robust(cr1, sum(g)),
                      "clustered": {"std_error": float(np.sqrt(sum(alone))), "df": float(df), "statistic": float(t), "p_value": float(2 * t_sf(abs(t), df))},
                      "icc": float(icc), "size": float(size_of), "expected_design": float(1 + (size_of - 1) * icc), "design": float(sum(alone) / sum(naive))})
    write("clusters", cases)


def interference():
    cases = []
    for unit, cluster in [((1, 0.1, 1e4), (2, 0.3, 30)), ((2, 0.1, 1e4), (1, 0.3, 12.5)), ((0.1, 0.1, None), (0.2, 0.3, None)), ((5, 1e-3, 1e12), (4, 1e-2, 1)),
                          ((0, 0.01, None), (1, 0.02, 300)), ((0, 1, None), (-37, 0.1, None)), ((-1, 0.2, 40), (-1.2, 0.2, 40))]:
        variances = [mpf(u[1]) ** 2 for u in (unit, cluster)]
        se = mp.sqrt(sum(variances))
        t = (mpf(cluster[0]) - mpf(unit[0])) / se
        lost = sum(v ** 2 / mpf(u[2]) for v, u in zip(variances, (unit, cluster)) if u[2])
        df = float(se ** 4 / lost) if lost else None
        p = 2 * (t_sf(abs(t), df) if df else norm_sf(abs(t)))
        reach = float(se) * float(t_isf(mpf("0.025"), df) if df else stats.norm.isf(0.025))
        cases.append({"unit": unit, "cluster": cluster, "df": df, "std_error": float(se), "statistic": float(t), "p_value": float(p),
                      "low": cluster[0] - unit[0] - reach, "high": cluster[0] - unit[0] + reach})
    write("interference", cases)


# ---- outliers -------------------------------------------------------------------------------------------------------

def outliers():
    """Shapes by scipy and, where values lie far from zero, by exact rationals; quartiles and MAD by numpy and scipy."""
    cases = []
    rng = np.random.default_rng(36)
    for values, top, part in [(rng.normal(0, 1, 200), 10, 0.01), (np.exp(rng.normal(0, 2, 400)), 10, 0.01), (rng.pareto(1.1, 300), 3, 0.07), (rng.normal(0, 1, 2), 1, 0.5),
                              (rng.standard_t(2, 150), 1, 0.05), (rng.integers(-5, 6, 99).astype(float), 10, 0.1), (1e6 + rng.exponential(1, 120), 2, 0.01), (rng.exponential(1, 5) * 1e-9, 10, 0.2)]:
        values = np.round(values, 3) if np.abs(values).max() > 1e-3 else values
        exact = [Fraction(float(v)) for v in values]
        mean = sum(exact) / len(exact)
        m2, m3, m4 = (sum((v - mean) ** k for v in exact) / len(exact) for k in (2, 3, 4))
        skew, kurtosis = float(mpf(m3.numerator) / m3.denominator / mp.sqrt(mpf(m2.numerator) / m2.denominator) ** 3), float(m4 / m2 ** 2 - 3)
        agree(skew, float(stats.skew(values)), 1e-3, "skewness")
        agree(kurtosis, float(stats.kurtosis(values)), 1e-3, "kurtosis")
        q1, q3 = np.quantile(values, [0.25, 0.75])
        agree(q3 - q1, float(stats.iqr(values)), 1e-12, "interquartile range")
        sizes = np.sort(np.abs(values))[::-1]
        units = -(-len(values) * Fraction(str(part)) // 1)
        robust = np.abs(values - np.median(values)) / stats.median_abs_deviation(values, scale="normal")
        beyond = lambda k: int(((values < q1 - k * (q3 - q1)) | (values > q3 + k * (q3 - q1))).sum())
        cases.append({"values": values.tolist(), "top": top, "part": part, "top_share": float(sizes[:top].sum() / sizes.sum()), "part_share": float(sizes[:int(units)].sum() / sizes.sum()),
                      "low": float(q1 - 1.5 * (q3 - q1)), "high": float(q3 + 1.5 * (q3 - q1)), "outside": beyond(1.5), "far": beyond(3), "robust": int((robust > 3.5).sum()),
                      "skewness": skew, "kurtosis": kurtosis, "needed": 355 * skew ** 2})
    write("outliers", cases)


def sensitivities():
    cases = []
    rng = np.random.default_rng(37)
    for upper, lower, arms in [(0.99, None, [np.exp(rng.normal(0, 2, n)) for n in (300, 340)]), (0.9, 0.05, [rng.normal(1, 1, n) for n in (50, 60)]),
                               (0.95, None, [np.append(rng.exponential(1, 200), 900.0), rng.exponential(1.6, 200)])]:
        arms = [np.round(a, 3) for a in arms]
        pool = np.concatenate(arms)
        low, high = (np.quantile(pool, p) if p is not None else None for p in (lower, upper))
        capped = [np.clip(a, low, high) for a in arms]
        plain_p, capped_p = (float(stats.ttest_ind(a[1], a[0], equal_var=False).pvalue) for a in (arms, capped))
        difference = lambda a: float(a[1].mean() - a[0].mean())
        lift = lambda a: float(a[1].mean() / a[0].mean() - 1)
        cases.append({"values": [a.tolist() for a in arms], "lower": lower, "upper": upper, "plain_p": plain_p, "capped_p": capped_p,
                      "difference": difference(capped) - difference(arms), "lift": lift(capped) - lift(arms), "changes": bool((plain_p < 0.05) != (capped_p < 0.05))})
    write("sensitivities", cases)


# ---- nulls ----------------------------------------------------------------------------------------------------------

def fisher(first, second):
    """Two-sided by likelihood with exact whole numbers; scipy where it can."""
    (a, n), (b, m) = first, second
    nulls = a + b
    mass = {x: math.comb(m, x) * math.comb(n, nulls - x) for x in range(max(0, nulls - n), min(m, nulls) + 1)}
    limit = mass[b] + mass[b] // 10 ** 7
    p = float(Fraction(sum(v for v in mass.values() if v <= limit), math.comb(n + m, nulls)))
    agree(float(stats.fisher_exact([[b, m - b], [a, n - a]])[1]), p, 1e-6, "Fisher")
    return p


def wilson(x, n):
    """Proportion and the roots of its score equation, with 50 digits."""
    p, z2 = mpf(x) / n, mpf(2) * mp.erfinv(mpf("0.95")) ** 2
    reach = mp.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * mpf(n) ** 2)))
    return p, (p + z2 / (2 * n) - reach) / (1 + z2 / n), (p + z2 / (2 * n) + reach) / (1 + z2 / n)


def null_rates():
    cases = []
    for baseline, current in [((0, 100), (3, 100)), ((2, 1000), (9, 900)), ((50, 1000), (70, 1000)), ((500, 10 ** 6), (700, 10 ** 6)), ((995, 1000), (990, 1000)), ((10, 12), (1, 7)),
                              ((10 ** 9, 10 ** 12), (10 ** 9 + 10 ** 5, 10 ** 12)), ((10 ** 5, 10 ** 7), (113_000, 10 ** 7)), ((40, 10 ** 9), (0, 10 ** 6)), ((1, 2), (0, 2))]:
        total, units = baseline[0] + current[0], baseline[1] + current[1]
        small = min(baseline[1], current[1]) * min(total, units - total) < 5 * units
        case = {"baseline": baseline, "current": current, "exact": small}
        if small:
            case["p_value"] = fisher(baseline, current)
        else:
            p = mpf(total) / units
            z = (mpf(current[0]) / current[1] - mpf(baseline[0]) / baseline[1]) / mp.sqrt(p * (1 - p) * (mpf(1) / baseline[1] + mpf(1) / current[1]))
            theirs = proportions_ztest([current[0], baseline[0]], [current[1], baseline[1]])
            agree(float(z), float(theirs[0]), 1e-4, "z")
            case |= {"z": float(z), "p_value": float(2 * norm_sf(abs(z)))}
        (p1, l1, u1), (p2, l2, u2) = wilson(*baseline), wilson(*current)
        low, high = p2 - p1 - mp.hypot(p2 - l2, u1 - p1), p2 - p1 + mp.hypot(u2 - p2, p1 - l1)
        for ours, theirs in zip((low, high), confint_proportions_2indep(current[0], current[1], baseline[0], baseline[1], method="newcomb")):
            assert abs(ours - theirs) < 1e-10, (baseline, current)
        cases.append(case | {"low": float(low), "high": float(high)})
    write("null_rates", cases)


def null_variants():
    cases = []
    for groups in [[(10, 100), (20, 100)], [(10, 100), (20, 100), (5, 90)], [(1, 20), (4, 18)], [(0, 50), (1, 50), (2, 50)], [(5000, 10 ** 6), (6100, 10 ** 6), (5050, 10 ** 6), (5020, 10 ** 6)],
                   [(990, 1000), (970, 1000)], [(10 ** 9, 10 ** 12), (10 ** 9 + 150_000, 10 ** 12)], [(3, 10), (300, 10 ** 6)]]:
        table = np.array([[g[0] for g in groups], [g[1] - g[0] for g in groups]], float)
        chi2, _, df, expected = stats.chi2_contingency(table, correction=False)
        total, units = sum(g[0] for g in groups), sum(g[1] for g in groups)
        exact_chi2 = sum((Fraction(g[0]) - Fraction(g[1] * total, units)) ** 2 / (Fraction(g[1] * total, units)) + (Fraction(g[1] - g[0]) - Fraction(g[1] * (units - total), units)) ** 2 / Fraction(g[1] * (units - total), units) for g in groups)
        agree(float(exact_chi2), float(chi2), 1e-6, "chi squared")
        small = len(groups) == 2 and expected.min() < 5
        cases.append({"groups": groups, "exact": bool(small), "chi2": float(exact_chi2), "df": int(df), "smallest": float(expected.min()),
                      "p_value": fisher(*groups) if small else float(chi2_sf(mpf(exact_chi2.numerator) / exact_chi2.denominator, df))})
    write("null_variants", cases)


def null_series():
    """Exact rationals; the rate is checked by statsmodels' binomial regression on a constant, the overdispersion by scipy's chi squared over its degrees of freedom."""
    cases = []
    rng = np.random.default_rng(38)
    for days, units, rate, spread, today in [(28, 10_000, 0.02, 0.0, (230, 10_000)), (28, 10_000, 0.02, 0.3, (230, 10_000)), (7, 10 ** 6, 0.5, 0.05, (600_000, 10 ** 6)), (2, 500, 0.1, 0.0, (30, 400)),
                                             (14, 1000, 0.001, 0.0, (4, 900)), (14, 1000, 0.002, 1.5, (12, 800)), (20, 5000, 0.997, 0.0, (4990, 5000)), (28, 10_000, 0.02, 0.0, (2300, 10_000))]:
        n = rng.integers(units // 2, units, days)
        p = np.clip(rate * np.exp(rng.normal(0, spread, days)) if spread else np.full(days, rate), 0, 1)
        x = rng.binomial(n, p)
        fit = sm.GLM(np.column_stack([x, n - x]), np.ones(days), family=sm.families.Binomial()).fit(tol=1e-14)
        share = Fraction(int(x.sum()), int(n.sum()))
        agree(float(fit.predict()[0]), float(share), 1e-8, "rate")
        raw = sum((Fraction(int(a)) - int(b) * share) ** 2 / (int(b) * share * (1 - share)) for a, b in zip(x, n)) / (days - 1)
        agree(float(raw), float(stats.chi2_contingency([x, n - x], correction=False)[0]) / (days - 1), 1e-8, "overdispersion")
        z = float((Fraction(*today) - share)) / np.sqrt(float(max(1, raw) * share * (1 - share) * (Fraction(1, today[1]) + Fraction(1, int(n.sum())))))
        p_t = float(2 * t_sf(abs(z), days - 1))
        small = float(today[1] * min(share, 1 - share)) < 5
        p_f = fisher((int(x.sum()), int(n.sum())), today) if small else None
        cases.append({"window": [[int(a), int(b)] for a, b in zip(x, n)], "today": today, "rate": float(share), "overdispersion": float(raw), "z": z,
                      "exact": bool(small and raw <= 1), "p_value": p_t if not small else p_f if raw <= 1 else max(p_t, p_f)})
    write("null_series", cases)


if __name__ == "__main__":
    trends()
    daily_samples()
    panels()
    binomials()
    calibrations()
    kolmogorov()
    clusters()
    interference()
    outliers()
    sensitivities()
    null_rates()
    null_variants()
    null_series()
