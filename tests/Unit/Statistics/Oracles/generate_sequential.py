#!/usr/bin/python3
"""Writes the expected numbers of the sequential tests: run it beside the JSON files it replaces.

Debian 12: apt-get install python3-scipy python3-mpmath

Confidence sequences and the mixture SPRT come from their definitions with 50 digits: the mixture as an integral over the
prior, the narrowest tuning as a minimum of the width, the ends of relative intervals as roots. Nothing here is output of the
product.
"""
import json
import pathlib

from mpmath import mp, mpf

mp.dps = 50
HERE = pathlib.Path(__file__).parent


def write(name, cases):
    text = ",\n".join("  " + json.dumps(case) for case in cases)
    (HERE / f"{name}.json").write_text("[\n" + text + "\n]\n")
    print(f"{name}: {len(cases)} cases")


def root(f, lo, hi):
    lo, hi = mpf(lo), mpf(hi)
    sign = mp.sign(f(lo))
    assert sign != mp.sign(f(hi)), (lo, hi)
    for _ in range(190):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if mp.sign(f(mid)) == sign else (lo, mid)
    return (lo + hi) / 2


# ---- confidence sequences and the mixture SPRT ----------------------------------------------------------------------

def half_width(x, alpha, two_sided):
    """In standard errors; x = n·rho^2. Theorem 2.2, and the one-sided closed form of the appendix."""
    inner = mp.sqrt(1 + x) / alpha if two_sided else 1 + mp.sqrt(1 + x) / (2 * alpha)
    return mp.sqrt(2 * (1 + x) / x * mp.log(inner))


def narrowest(alpha, two_sided):
    x = mp.exp(root(lambda u: mp.diff(lambda v: half_width(mp.exp(v), alpha, two_sided), u), -12, 9))
    if two_sided:
        lambert = -mp.lambertw(-alpha ** 2 / mp.e, -1).real - 1
        assert abs(x - lambert) < mpf("1e-20") * x, (alpha, x, lambert)
    return x


def likelihood_ratio(d, variance, tau):
    """Integral over the prior of the ratio of normal densities of d, against zero."""
    sd = mp.sqrt(variance)
    peak = d * tau ** 2 / (tau ** 2 + variance)
    width = tau * sd / mp.sqrt(tau ** 2 + variance)
    f = lambda e: mp.npdf(d, e, sd) / mp.npdf(d, 0, sd) * mp.npdf(e, 0, tau)
    return mp.quad(f, [peak + k * width for k in range(-16, 17, 2)])


def p_value(z, x, alternative):
    """The alpha at which the interval ends at zero, found as a root."""
    if alternative != "TwoSided":
        z = z if alternative == "Greater" else -z
        if z <= 0:
            return mpf(1)
    two_sided = alternative == "TwoSided"
    gap = lambda log_alpha: half_width(x, mp.exp(log_alpha), two_sided) - abs(z)
    if gap(mpf(0)) > 0:
        return mpf(1)
    return mp.exp(root(gap, mpf(-5000), mpf(0)))


def comparison(control, treatment, x_of_variance, alpha, alternative):
    (nc, mc, sc), (nt, mt, st) = [[mpf(v) for v in row] for row in (control, treatment)]
    vc, vt = sc ** 2 / nc, st ** 2 / nt
    v = vc + vt
    d, se = mt - mc, mp.sqrt(v)
    x = x_of_variance(v)
    q = half_width(x, mpf(alpha), alternative == "TwoSided")
    lift = mt / mc - 1
    gap = lambda r: abs(mt - (1 + r) * mc) - q * mp.sqrt(vt + (1 + r) ** 2 * vc)
    expected = {"p": float(p_value(d / se, x, alternative)), "std_error": float(se), "low": float(d - q * se), "high": float(d + q * se),
                "relative": float(lift)}
    if mc ** 2 > q ** 2 * vc:
        reach = mpf(1)
        while gap(lift - reach) < 0 or gap(lift + reach) < 0:
            reach *= 2
        expected["fieller_low"] = float(root(gap, lift - reach, lift))
        expected["fieller_high"] = float(root(gap, lift, lift + reach))
    return expected


SAMPLES = [([500, 10, 3], [520, 10.4, 3.2]), ([100000, 0.19, 0.392], [99000, 0.196, 0.397]), ([2, 1, 0.5], [2, 9, 0.4]),
           ([1000, -5, 2], [3000, -4.6, 2.5]), ([40, 0.1, 1], [40, 0.5, 1]), ([1000, 1e9, 3], [1000, 1e9 + 1, 3]),
           ([10 ** 9, 1, 5], [10 ** 9, 1.01, 5]), ([300, 7, 2], [300, 7, 2]), ([700, 3, 1], [10, 2.5, 1])]


def confidence_sequences():
    cases = []
    for alpha in (1e-12, 0.001, 0.05, 0.2, 0.9):
        for alternative in ("TwoSided", "Greater"):
            x = narrowest(mpf(alpha), alternative == "TwoSided")
            cases.append({"kind": "tuning", "planned": 10000, "alpha": alpha, "alternative": alternative, "rho2": float(x / 10000),
                          "critical_at_plan": float(half_width(x, mpf(alpha), alternative == "TwoSided")),
                          "critical_early": float(half_width(x / 100, mpf(alpha), alternative == "TwoSided"))})
    for control, treatment in SAMPLES:
        for alpha, planned, alternative in ((0.05, 2000, "TwoSided"), (0.01, 10 ** 6, "TwoSided"), (0.05, 2000, "Greater"), (0.1, 300, "Less")):
            rho2 = narrowest(mpf(alpha), alternative == "TwoSided") / planned
            cases.append({"kind": "comparison", "control": control, "treatment": treatment, "planned": planned, "alpha": alpha,
                          "alternative": alternative,
                          "expected": comparison(control, treatment, lambda v: rho2 * (control[0] + treatment[0]), alpha, alternative)})
    write("confidence_sequences", cases)


def mixture_sprt():
    cases = []
    for control, treatment in SAMPLES:
        for tau, alpha in ((0.3, 0.05), (0.01, 0.05), (5, 0.01)):
            expected = comparison(control, treatment, lambda v: mpf(tau) ** 2 / v, alpha, "TwoSided")
            d = mpf(treatment[1]) - mpf(control[1])
            v = mpf(control[2]) ** 2 / control[0] + mpf(treatment[2]) ** 2 / treatment[0]
            ratio = likelihood_ratio(d, v, mpf(tau))
            assert abs(min(mpf(1), 1 / ratio) - mpf(expected["p"])) <= 1e-12 * expected["p"] + 1e-300, (control, tau, 1 / ratio, expected["p"])
            cases.append({"control": control, "treatment": treatment, "tau": tau, "alpha": alpha, "expected": expected})
    write("mixture_sprt", cases)


if __name__ == "__main__":
    confidence_sequences()
    mixture_sprt()
