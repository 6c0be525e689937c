#!/usr/bin/python3
"""Writes the expected numbers of ratio metrics, adjustments for covariates, ranks, resampling and the rest: see generate.py.

Here too every number has a source that shares no formula with the product: unit-level calculations where the product
works on moments, statsmodels and scipy, brute-force enumeration, or 50-digit mpmath.
"""
import itertools

import numpy as np
import statsmodels.api as sm
from mpmath import mp, mpf
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from generate import agree, root, t_isf, t_sf, write


def mean_and_variance(values):
    values = [mpf(float(v)) for v in values]
    n = len(values)
    mean = sum(values) / n
    return n, mean, sum((v - mean) ** 2 for v in values) / (n - 1)


def from_variances(mc, vc, mt, vt, df, alpha=mpf("0.05")):
    """What a comparison reports, from means, variances of the means and degrees of freedom."""
    se = mp.sqrt(vc + vt)
    t = (mt - mc) / se
    q = t_isf(alpha / 2, df)
    lift, se_rel = mt / mc - 1, mp.sqrt(vt / mc ** 2 + mt ** 2 * vc / mc ** 4)
    out = {"df": df, "statistic": t, "std_error": se, "p_two_sided": 2 * t_sf(abs(t), df), "ci_low": mt - mc - q * se,
           "ci_high": mt - mc + q * se, "relative": lift, "relative_std_error": se_rel,
           "delta_low": lift - q * se_rel, "delta_high": lift + q * se_rel}
    if abs(mc) > q * mp.sqrt(vc):
        outside = lambda r: abs(mt - (1 + r) * mc) / mp.sqrt(vt + (1 + r) ** 2 * vc) - q
        lo, hi = lift - se_rel, lift + se_rel
        while outside(lo) < 0:
            lo -= se_rel
        while outside(hi) < 0:
            hi += se_rel
        out |= {"fieller_low": root(outside, lo, lift), "fieller_high": root(outside, hi, lift)}
    return {k: float(v) for k, v in out.items()}


def welch(control, treatment):
    (nc, mc, s2c), (nt, mt, s2t) = control, treatment
    vc, vt = s2c / nc, s2t / nt
    return from_variances(mc, vc, mt, vt, (vc + vt) ** 2 / (vc ** 2 / (nc - 1) + vt ** 2 / (nt - 1)))


# ---- ratio metrics --------------------------------------------------------------------------------------------------

def delta_ratio(y, d):
    """Ratio and the delta-method variance of Deng et al. (2018), written out from variances and the covariance."""
    n, my, vy = mean_and_variance(y)
    _, md, vd = mean_and_variance(d)
    cov = sum((mpf(float(a)) - my) * (mpf(float(b)) - md) for a, b in zip(y, d)) / (n - 1)
    return n, my / md, (vy / md ** 2 + my ** 2 * vd / md ** 4 - 2 * my * cov / md ** 3)


def ratios():
    cases = []
    rng = np.random.default_rng(11)
    for name, nc, nt, lift, scale, offset in [("small", 5, 7, 1.2, 1, 0), ("plain", 60, 80, 1.1, 1, 0), ("no effect", 50, 40, 1.0, 1, 0),
                                              ("tiny unit", 40, 40, 1.3, 1e-9, 0), ("huge unit", 30, 45, 0.7, 1e9, 0),
                                              ("denominator far from zero", 40, 50, 1.1, 1, 1000)]:
        groups = []
        for n, rate in ((nc, 0.3), (nt, 0.3 * lift)):
            d = rng.poisson(6, n) + 1.0 + offset
            y = np.round(rng.gamma(2, rate / 2, n) * d, 3) * scale
            groups.append((y, d))
        control, treatment = (delta_ratio(*g) for g in groups)
        cases.append({"name": name, "groups": [{"y": list(map(float, y)), "d": list(map(float, d))} for y, d in groups],
                      "control": float(control[1]), "treatment": float(treatment[1]), "expected": welch(control, treatment)})
    write("ratios", cases)


def ratios_adjusted():
    """The linearised ratio of every unit, its slopes by ordinary least squares with one dummy a variant."""
    cases = []
    rng = np.random.default_rng(12)
    for sizes, k in (((50, 60), 1), ((40, 45, 50), 2), ((80, 70), 3)):
        groups = []
        for i, n in enumerate(sizes):
            x = np.round(rng.normal(3, 1, (n, k)), 3)
            d = rng.poisson(5, n) + 1.0
            y = np.round(d * (0.4 + 0.05 * i) + x.sum(axis=1) + rng.normal(0, 0.6, n), 3)
            groups.append((y, d, x))
        z = [y.mean() / d.mean() + (y - y.mean() / d.mean() * d) / d.mean() for y, d, _ in groups]
        theta, adjusted = ols(z, [x for _, _, x in groups])
        cases.append({"rows": [np.column_stack(g).tolist() for g in groups], "theta": theta,
                      "control": float(adjusted[0].mean()), "treatment": float(adjusted[1].mean()),
                      "expected": welch(*(mean_and_variance(a) for a in adjusted[:2]))})
    write("ratios_adjusted", cases)


# ---- several covariates, strata -------------------------------------------------------------------------------------

def ols(ys, xs, centres=None):
    dummies = np.zeros((sum(map(len, ys)), len(ys)))
    row = 0
    for i, y in enumerate(ys):
        dummies[row:row + len(y), i] = 1
        row += len(y)
    fit = sm.OLS(np.concatenate(ys), np.column_stack([dummies, np.vstack(xs)])).fit()
    theta = fit.params[len(ys):]
    centre = np.vstack(xs).mean(axis=0)
    return theta.tolist(), [y - (x - (centre if centres is None else centres[i])) @ theta for i, (y, x) in enumerate(zip(ys, xs))]


def several_covariates():
    cases = []
    rng = np.random.default_rng(13)
    for name, sizes, k, offset in (("one", (30, 40), 1, 0), ("two", (30, 40, 20), 2, 0), ("five", (90, 80), 5, 0),
                                   ("correlated", (60, 50), 3, 0), ("far from zero", (60, 50), 2, 1000)):
        ys, xs = [], []
        for i, n in enumerate(sizes):
            x = rng.normal(2, 1.5, (n, k))
            if name == "correlated":
                x[:, 1] = x[:, 0] + 0.2 * x[:, 1]
            x = np.round(x + offset, 3)
            ys.append(np.round(10 + 0.4 * i + (x - offset) @ np.arange(1, k + 1) + rng.normal(0, 2, n), 3))
            xs.append(x)
        theta, adjusted = ols(ys, xs)
        plain = sum(np.var(y, ddof=1) / len(y) for y in ys[:2])
        after = sum(np.var(y, ddof=1) / len(y) for y in adjusted[:2])
        cases.append({"name": name, "rows": [np.column_stack([y, x]).tolist() for y, x in zip(ys, xs)], "theta": theta,
                      "variance_reduction": float(1 - after / plain), "control": float(adjusted[0].mean()),
                      "treatment": float(adjusted[1].mean()), "expected": welch(*(mean_and_variance(a) for a in adjusted[:2]))})
    write("several_covariates", cases)


def post_stratification():
    cases = []
    rng = np.random.default_rng(14)
    for name, strata, k in (("two strata", [(20, 30, 0), (40, 25, 0)], 0), ("three variants", [(20, 30, 10), (15, 9, 12), (4, 3, 5)], 0),
                            ("one covariate", [(20, 30, 0), (40, 25, 0)], 1), ("two covariates, three variants", [(30, 20, 25), (12, 18, 10)], 2)):
        cells, keys = [], []
        for h, sizes in enumerate(strata):
            for v, n in enumerate(sizes):
                x = np.round(rng.normal(h, 1, (n, k)), 3)
                y = np.round(5 + 3 * h + 0.5 * v + x.sum(axis=1) + rng.normal(0, 1 + h, n), 3)
                cells.append((y, x))
                keys.append((h, v))
        ys, xs = [c[0] for c in cells], [c[1] for c in cells]
        theta = []
        if k > 0:
            filled = [i for i, y in enumerate(ys) if len(y)]
            centre = {h: np.vstack([x for x, key in zip(xs, keys) if key[0] == h]).mean(axis=0) for h in range(len(strata))}
            theta, adjusted = ols([ys[i] for i in filled], [xs[i] for i in filled], [centre[keys[i][0]] for i in filled])
            for i, a in zip(filled, adjusted):
                ys[i] = a
        total = sum(sum(s) for s in strata)
        means, variances, terms = {}, {}, mpf(0)
        for v in (0, 1):
            parts = [(mpf(sum(sizes)) / total, mean_and_variance(ys[keys.index((h, v))])) for h, sizes in enumerate(strata)]
            means[v] = sum(w * m for w, (_, m, _) in parts)
            variances[v] = sum(w * w * s2 / n for w, (n, _, s2) in parts)
            terms += sum((w * w * s2 / n) ** 2 / (n - 1) for w, (n, _, s2) in parts)
        df = (variances[0] + variances[1]) ** 2 / terms
        cases.append({"name": name, "strata": [[np.column_stack([cells[keys.index((h, v))][0], cells[keys.index((h, v))][1]]).tolist()
                                                 for v in range(3)] for h in range(len(strata))],
                      "theta": theta, "control": float(means[0]), "treatment": float(means[1]),
                      "expected": from_variances(means[0], variances[0], means[1], variances[1], df)})
    write("post_stratification", cases)


# ---- small counts ---------------------------------------------------------------------------------------------------

def fisher():
    """Tails by exact integers; odds ratios and intervals by scipy; everything that scipy can hold asserted equal to it."""
    cases = []
    for xc, nc, xt, nt in [(1, 10, 9, 12), (3, 8, 3, 8), (0, 5, 5, 5), (0, 5, 3, 7), (7, 20, 1, 25), (5, 5, 2, 9), (100, 1000, 150, 1100), (12, 5000, 30, 5000),
                           (4000, 10000, 4100, 10000), (400, 3000, 900, 3000), (100, 4000, 1500, 4000), (1, 1, 0, 1), (3, 4, 9, 40), (9, 40, 3, 4)]:
        k, n = xc + xt, nc + nt
        ways = {x: mp.binomial(nt, x) * mp.binomial(nc, k - x) for x in range(max(0, k - nc), min(k, nt) + 1)}
        total = mp.binomial(n, k)
        greater = sum(w for x, w in ways.items() if x >= xt) / total
        less = sum(w for x, w in ways.items() if x <= xt) / total
        both = sum(w for w in ways.values() if w <= ways[xt] * (1 + mpf("1e-12"))) / total
        table = [[xt, nt - xt], [xc, nc - xc]]
        for name, value in (("greater", greater), ("less", less), ("two-sided", both)):
            theirs = stats.fisher_exact(table, name)[1]
            if theirs > 1e-200:
                agree(float(value), theirs, 1e-8, (table, name))
        odds = stats.contingency.odds_ratio(np.array(table), kind="conditional")
        interval = odds.confidence_interval(0.95)
        finite = lambda v: None if np.isinf(v) else float(v)
        cases.append({"control": [xc, nc], "treatment": [xt, nt], "two_sided": float(both), "greater": float(greater), "less": float(less),
                      "odds_ratio": finite(odds.statistic), "low": float(interval.low), "high": finite(interval.high)})
    write("fisher", cases)


def proportion_intervals():
    cases = []
    for xc, nc, xt, nt, alpha in [(0, 10, 3, 12, 0.05), (10, 10, 7, 9, 0.05), (56, 70, 48, 80, 0.05), (5, 100000, 17, 100000, 0.01), (0, 1000, 0, 900, 0.1)]:
        wilson = [proportion_confint(x, n, alpha, method="wilson") for x, n in ((xc, nc), (xt, nt))]
        low, high = confint_proportions_2indep(xt, nt, xc, nc, method="newcomb", compare="diff", alpha=alpha)
        cases.append({"control": [xc, nc], "treatment": [xt, nt], "alpha": alpha, "wilson": [list(map(float, w)) for w in wilson],
                      "newcombe": [float(low), float(high)]})
    write("proportion_intervals", cases)


# ---- ranks and resampling -------------------------------------------------------------------------------------------

def mann_whitney():
    """p by scipy; the shift and its interval from the list of all differences, the exact rank by enumerating assignments."""
    cases = []
    rng = np.random.default_rng(15)
    samples = [("exact", rng.normal(0, 1, 6), rng.normal(1, 1, 8)), ("exact, equal", rng.normal(0, 1, 10), rng.normal(0, 1, 10)),
               ("exact, largest", rng.normal(0, 1, 25), rng.normal(0.4, 1, 25)), ("one past exact", rng.normal(0, 1, 25), rng.normal(0.4, 1, 26)),
               ("two units", rng.normal(0, 1, 2), rng.normal(3, 1, 2)), ("ties", rng.integers(0, 5, 30), rng.integers(1, 6, 40)),
               ("few ties", np.append(rng.normal(0, 1, 9), 0.5), np.append(rng.normal(0, 1, 9), 0.5)),
               ("skewed", np.exp(rng.normal(0, 2, 150)), np.exp(rng.normal(0.5, 2, 170))), ("disjoint", rng.normal(0, 1, 400), rng.normal(60, 1, 400)),
               ("mostly zero", rng.poisson(0.1, 200), rng.poisson(0.3, 180))]
    for name, c, t in samples:
        c, t = np.round(c.astype(float), 4), np.round(t.astype(float), 4)
        ties = len(np.unique(np.concatenate([c, t]))) < len(c) + len(t)
        exact = not ties and len(c) + len(t) <= 50
        method = "exact" if exact else "asymptotic"
        p = {a: stats.mannwhitneyu(t, c, alternative=a, method=method) for a in ("two-sided", "greater", "less")}
        differences = np.sort((t[:, None] - c[None, :]).ravel())
        pairs = len(differences)
        if exact:
            # The largest rank k with P(U < k) below 2.5 %, with P from scipy.
            below = lambda k: stats.mannwhitneyu(*staircase(len(c), len(t), k - 1), alternative="less", method="exact").pvalue if k > 0 else 0
            k = 0
            while below(k + 1) < 0.025 and k + 1 < pairs:
                k += 1
        else:
            counts = np.unique(np.concatenate([c, t]), return_counts=True)[1]
            n = len(c) + len(t)
            sd = np.sqrt(pairs / 12 * (n + 1 - (counts ** 3 - counts).sum() / (n * (n - 1))))
            k = int(np.floor(pairs / 2 + 0.5 - stats.norm.isf(0.025) * sd))
        cases.append({"name": name, "control": c.tolist(), "treatment": t.tolist(), "exact": bool(exact), "u": float(p["greater"].statistic),
                      "two_sided": float(p["two-sided"].pvalue), "greater": float(p["greater"].pvalue), "less": float(p["less"].pvalue),
                      "shift": float(np.median(differences)), "low": float(differences[k - 1]) if k else None,
                      "high": float(differences[pairs - k]) if k else None})
    write("mann_whitney", cases)


def staircase(n, m, u):
    """Samples without ties in which exactly u pairs have the treatment above the control."""
    treatment = [-1.0 * i - 1 for i in range(m)]
    for i in range(m):
        take = min(n, u)
        treatment[i] = take + 0.5 - (i + 1) * 1e-6 if take else treatment[i]
        u -= take
    return treatment, [float(i + 1) for i in range(n)]


def permutation():
    cases = []
    rng = np.random.default_rng(16)
    for c, t in [(rng.normal(0, 1, 5), rng.normal(1, 1, 6)), (rng.integers(0, 4, 6), rng.integers(0, 4, 4)), (rng.normal(0, 1, 7), rng.normal(2, 1, 7)),
                 (rng.normal(0, 1, 2), rng.normal(0, 1, 3)), (rng.normal(0, 1, 8) + 1e6, rng.normal(0.3, 1, 5) + 1e6)]:
        c, t = np.round(c.astype(float), 3), np.round(t.astype(float), 3)
        everything = np.concatenate([t, c])
        chosen = np.array(list(itertools.combinations(range(len(everything)), len(t))))
        sums = everything[chosen].sum(axis=1)
        differences = sums / len(t) - (everything.sum() - sums) / len(c)
        observed = t.mean() - c.mean()
        p = {"greater": (differences >= observed - 1e-8).mean(), "less": (differences <= observed + 1e-8).mean(),
             "two_sided": ((np.abs(sums - everything.mean() * len(t))) >= abs(t.sum() - everything.mean() * len(t)) - 1e-8).mean()}
        for name in ("greater", "less"):
            theirs = stats.permutation_test((t, c), lambda a, b, axis: a.mean(axis) - b.mean(axis), alternative=name, vectorized=True, n_resamples=np.inf)
            agree(p[name], theirs.pvalue, 1e-9, name)
        cases.append({"control": c.tolist(), "treatment": t.tolist(), "assignments": len(sums), **{k: float(v) for k, v in p.items()}})
    write("permutation", cases)


def bca():
    """scipy's own BCa interval together with the resamples it came from."""
    cases = []
    rng = np.random.default_rng(17)
    for name, sample, statistic in [("mean", np.exp(rng.normal(0, 1, 30)), np.mean), ("variance", rng.normal(0, 1, 25), np.var),
                                    ("ratio of moments", rng.gamma(2, 1, 40), lambda x, axis=-1: (x ** 2).mean(axis) / x.mean(axis))]:
        sample = np.round(sample, 4)
        result = stats.bootstrap((sample,), statistic, n_resamples=499, method="BCa", confidence_level=0.9, random_state=1, vectorized=True)
        left_out = [float(statistic(np.delete(sample, i))) for i in range(len(sample))]
        cases.append({"name": name, "estimate": float(statistic(sample)), "resamples": result.bootstrap_distribution.tolist(), "left_out": left_out,
                      "alpha": 0.1, "low": float(result.confidence_interval.low), "high": float(result.confidence_interval.high)})
    write("bca", cases)


# ---- quantiles, capping ---------------------------------------------------------------------------------------------

def quantiles():
    """Rank intervals by scipy's binomial quantiles (Conover); standard errors from numpy's sorted values and scipy's normal quantile."""
    cases = []
    rng = np.random.default_rng(18)
    for q, alpha, c, t in [(0.5, 0.05, rng.normal(0, 1, 200), rng.normal(0.2, 1, 230)), (0.95, 0.05, np.exp(rng.normal(0, 1, 900)), np.exp(rng.normal(0.1, 1, 800))),
                           (0.1, 0.1, rng.exponential(1, 300), rng.exponential(1.3, 310)), (0.99, 0.01, rng.gamma(2, 1, 2000), rng.gamma(2, 1, 2100))]:
        c, t = np.round(c, 4), np.round(t, 4)
        parts = []
        for x in (c, t):
            n, z = len(x), stats.norm.isf(0.025)
            reach = z * np.sqrt(n * q * (1 - q))
            ordered = np.sort(x)
            low, high = ordered[int(stats.binom.ppf(alpha / 2, n, q)) - 1], ordered[int(stats.binom.isf(alpha / 2, n, q))]
            parts.append({"value": float(np.quantile(x, q)), "std_error": float((ordered[int(np.ceil(n * q + reach)) - 1] - ordered[int(np.floor(n * q - reach)) - 1]) / (2 * z)),
                          "low": float(low), "high": float(high)})
        z = (parts[1]["value"] - parts[0]["value"]) / np.hypot(parts[0]["std_error"], parts[1]["std_error"])
        cases.append({"quantile": q, "alpha": alpha, "values": [c.tolist(), t.tolist()], "parts": parts, "z": float(z), "two_sided": float(2 * stats.norm.sf(abs(z)))})
    write("quantiles", cases)


def capping():
    cases = []
    rng = np.random.default_rng(19)
    for lower, upper, zeros in ((None, 0.95, False), (0.05, 0.9, False), (0.1, 0.99, True), (0.25, None, False)):
        variants = [np.round(np.exp(rng.normal(0, 2, n)) * (rng.random(n) < 0.7), 3) for n in (60, 75)]
        pool = np.concatenate(variants)
        pool = pool[pool != 0] if zeros else pool
        low, high = (None if p is None else float(np.quantile(pool, p)) for p in (lower, upper))
        cases.append({"lower": lower, "upper": upper, "ignore_zeros": zeros, "variants": [v.tolist() for v in variants], "low": low, "high": high,
                      "means": [float(np.clip(v, low, high).mean()) for v in variants],
                      "raised": [float((v < low).mean()) if low is not None else 0.0 for v in variants],
                      "lowered": [float((v > high).mean()) if high is not None else 0.0 for v in variants]})
    write("capping", cases)


# ---- many variants, sequential sample ratio -------------------------------------------------------------------------

def dunnett_sf(t, control, treatments, nu, two_sided):
    """P(max > t) from the joint density of the control's error and the common scale, with 25 digits."""
    with mp.workdps(25):
        t, nu = mpf(t), mpf(nu)
        loads = [mp.sqrt(mpf(n) / (n + control)) for n in treatments]
        log_scale = mp.log(2) + nu / 2 * mp.log(nu / 2) - mp.loggamma(nu / 2)

        def none_beyond(s, z):
            p = mpf(1)
            for load in loads:
                rest = mp.sqrt(1 - load ** 2)
                p *= mp.ncdf((t * s - load * z) / rest) - (mp.ncdf((-t * s - load * z) / rest) if two_sided else 0)
            return p

        def given(s):
            cuts = [-10, -5, -2, 0, 2, 5, 10 + t * s]
            return mp.quad(lambda z: mp.npdf(z) * (1 - none_beyond(s, z)), cuts, method="gauss-legendre", maxdegree=4)

        sd = 1 / mp.sqrt(2 * nu)
        cuts = sorted({max(mpf("1e-9"), 1 + k * sd) for k in (-8, -4, -2, 0, 2, 4, 8)} | {mpf("1e-9")})
        return mp.quad(lambda s: mp.exp(log_scale + (nu - 1) * mp.log(s) - nu * s * s / 2) * given(s), cuts, method="gauss-legendre", maxdegree=4)


def dunnett():
    cases = []
    for t, control, treatments, nu, two_sided in [(2.38, 10, [10, 10], 20, True), (2.03, 10, [10, 10], 20, False), (1.0, 12, [8, 15, 15], 40, True),
                                                  (4.5, 100, [50, 100], 247, True), (8.0, 30, [30, 20], 77, False)]:
        value = float(dunnett_sf(t, control, treatments, nu, two_sided))
        load = np.sqrt(np.array(treatments) / (np.array(treatments) + control))
        shape = np.outer(load, load)
        np.fill_diagonal(shape, 1)
        draws = stats.multivariate_t(np.zeros(len(load)), shape, df=nu, seed=1).rvs(400_000)
        rough = ((np.abs(draws) if two_sided else draws).max(axis=1) > t).mean()
        assert abs(rough - value) < 5 * np.sqrt(value / 400_000) + 1e-5, (t, rough, value)
        cases.append({"t": t, "control": control, "treatments": treatments, "df": nu, "two_sided": two_sided, "expected": value})
    write("dunnett", cases)


def sequential_sample_ratio():
    cases = []
    for units, weights, concentration in [([50, 61], [1, 1], 10000), ([5200, 4800], [0.5, 0.5], 10000), ([3, 0], [1, 9], 1), ([10 ** 9, 10 ** 9 + 400000], [1, 1], 10000),
                                          ([330, 340, 800], [1, 1, 2], 100), ([900000, 110000], [0.9, 0.1], 10000)]:
        theta = [mpf(w) / mpf(sum(weights)) for w in weights]
        a = mpf(concentration)
        log_bf = mp.loggamma(a) - mp.loggamma(a + sum(units)) + sum(mp.loggamma(a * p + n) - mp.loggamma(a * p) - n * mp.log(p) for p, n in zip(theta, units))
        cases.append({"units": units, "weights": weights, "concentration": concentration, "log_bayes_factor": float(log_bf), "p_value": float(min(1, mp.exp(-log_bf)))})
    write("sequential_sample_ratio", cases)


# ---- monitoring -----------------------------------------------------------------------------------------------------

def kolmogorov_smirnov():
    cases = []
    rng = np.random.default_rng(20)
    for x, y in [(rng.normal(0, 1, 8), rng.normal(0.8, 1, 11)), (rng.normal(0, 1, 40), rng.normal(0, 2, 40)), (rng.normal(0, 1, 300), rng.normal(1.2, 1, 250)),
                 (rng.integers(0, 20, 400), rng.integers(0, 22, 500)), (rng.integers(0, 20, 400), rng.integers(0, 20, 500)), (rng.normal(0, 1, 1001), rng.normal(0.1, 1, 1000))]:
        x, y = np.round(x.astype(float), 9), np.round(y.astype(float), 9)
        exact = len(np.unique(np.concatenate([x, y]))) == len(x) + len(y) and len(x) * len(y) <= 1_000_000
        d = stats.ks_2samp(x, y).statistic
        p = stats.ks_2samp(x, y, method="exact").pvalue if exact else stats.kstwobign.sf(np.sqrt(len(x) * len(y) / (len(x) + len(y))) * d)
        cases.append({"first": x.tolist(), "second": y.tolist(), "exact": bool(exact), "distance": float(d), "p_value": float(p)})
    write("kolmogorov_smirnov", cases)


def anomalies():
    cases = []
    rng = np.random.default_rng(21)
    for n, value in ((2, 3.0), (9, 4.0), (30, -2.5), (31, 0.1)):
        window = np.round(rng.normal(0, 1, n), 3)
        cases.append({"window": window.tolist(), "value": value, "rolling": float((value - window.mean()) / window.std(ddof=1)),
                      "robust": float((value - np.median(window)) / stats.median_abs_deviation(window, scale="normal"))})
    write("anomalies", cases)


if __name__ == "__main__":
    ratios()
    ratios_adjusted()
    several_covariates()
    post_stratification()
    fisher()
    proportion_intervals()
    mann_whitney()
    permutation()
    bca()
    quantiles()
    capping()
    dunnett()
    sequential_sample_ratio()
    kolmogorov_smirnov()
    anomalies()
