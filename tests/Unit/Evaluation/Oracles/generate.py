"""Writes decisions.json: snapshots, requests and the answers that they must get for ever.

An implementation of docs/evaluation.md of its own, with nothing but hashlib: buckets, holdout, layers, experiments, rules with
schedules and splits, forced units, the kill switch. Run with Python 3.11: python3 generate.py > decisions.json
"""

import hashlib
import json
import random

VARIANTS = ["a", "b", "c"]
COUNTRIES = ["DE", "FR", "ES"]
NOW = "2026-03-01T00:00:00Z"
EARLIER = "2026-02-28T23:59:59Z"
LATER = "2026-03-01T00:00:01Z"


def bucket(key, unit):
    return int.from_bytes(hashlib.sha256(f"{key}:{unit}".encode()).digest(), "big") % 10000


def split(rng, total):
    """Ranges of some variants with gaps between them, within 0..total."""
    cuts = sorted(rng.sample(range(total + 1), 2 * len(VARIANTS)))
    return [{"variant": v, "ranges": [{"start": cuts[2 * i], "end": cuts[2 * i + 1]}]} for i, v in enumerate(VARIANTS)]


def owner(allocations, number):
    for allocation in allocations:
        if any(r["start"] <= number < r["end"] for r in allocation["ranges"]):
            return allocation["variant"]
    return None


def countries(rng):
    chosen = rng.sample(COUNTRIES, rng.randint(1, 2))
    return {"attribute": {"attribute": "country", "operator": "OPERATOR_IN", "values": [{"stringValue": c} for c in chosen]}}


def holds(condition, country):
    return condition is None or country in [v["stringValue"] for v in condition["attribute"]["values"]]


def make(rng, number):
    flag = {
        "key": f"flag-{number}", "type": "FLAG_TYPE_STRING", "enabled": rng.random() > 0.1, "hashVersion": 1, "version": number + 1,
        "variants": [{"key": v, "value": {"stringValue": f"value {v}"}} for v in VARIANTS],
        "defaultVariant": rng.choice(VARIANTS), "offVariant": rng.choice(VARIANTS), "rules": [],
        "forcedUnits": {f"unit-{rng.randrange(40)}": rng.choice(VARIANTS)},
    }
    for i in range(rng.randint(0, 3)):
        rule = {"key": f"rule-{i}"}
        if rng.random() < 0.7:
            rule["condition"] = countries(rng)
        if rng.random() < 0.5:
            rule["variant"] = rng.choice(VARIANTS)
        else:
            rule["split"] = {"allocations": split(rng, 10000)}
        window = rng.randrange(6)
        if window == 0:
            rule["startTime"] = LATER
        elif window == 1:
            rule["endTime"] = NOW
        elif window == 2:
            rule["startTime"], rule["endTime"] = NOW, LATER
        elif window == 3:
            rule["startTime"] = EARLIER
        flag["rules"].append(rule)
    snapshot = {"environment": "golden", "epoch": "e", "revision": "1", "flags": [flag], "holdout": [{"start": 9000, "end": 10000}]}
    if rng.random() < 0.6:
        experiment = {"key": "x", "flagKey": flag["key"], "allocations": split(rng, 10000), "controlVariant": "a"}
        if rng.random() < 0.5:
            experiment["targeting"] = countries(rng)
        if rng.random() < 0.5:
            start = rng.randrange(6000)
            snapshot["layers"] = [{"key": "layer"}]
            experiment["layerKey"], experiment["layerSlice"] = "layer", [{"start": start, "end": start + 4000}]
        snapshot["experiments"] = [experiment]
    return snapshot


def answer(snapshot, unit, country):
    flag = snapshot["flags"][0]
    if not flag["enabled"]:
        return flag["offVariant"], "Disabled", None, None
    if unit in flag["forcedUnits"]:
        return flag["forcedUnits"][unit], "TargetingMatch", None, None
    experiments = snapshot.get("experiments", [])
    held_out = bool(experiments) and bucket("holdout:golden", unit) >= 9000
    for experiment in [] if held_out else experiments:
        if not holds(experiment.get("targeting"), country):
            continue
        if "layerKey" in experiment:
            piece = experiment["layerSlice"][0]
            if not piece["start"] <= bucket("layer", unit) < piece["end"]:
                continue
        variant = owner(experiment["allocations"], bucket(flag["key"], unit))
        if variant is not None:
            return variant, "Split", "x", None
    for rule in flag["rules"]:
        # Times of one form compare as text.
        if not (rule.get("startTime", "") <= NOW and NOW < rule.get("endTime", "9")) or not holds(rule.get("condition"), country):
            continue
        if "variant" in rule:
            return rule["variant"], "TargetingMatch", None, rule["key"]
        variant = owner(rule["split"]["allocations"], bucket(flag["key"], unit))
        if variant is not None:
            return variant, "Split", None, rule["key"]
    # Never static: every flag here forces a unit.
    return flag["defaultVariant"], "Holdout" if held_out else "Default", None, None


def main():
    rng = random.Random(20260301)
    groups = []
    for number in range(40):
        snapshot = make(rng, number)
        cases = []
        for _ in range(12):
            unit, country = rng.choice([f"unit-{rng.randrange(40)}", f"użytkownik-{rng.randrange(40)}", "x" * rng.randint(40, 120)]), rng.choice(COUNTRIES + [None])
            variant, reason, experiment, rule = answer(snapshot, unit, country)
            cases.append({"unit": unit, "country": country, "variant": variant, "reason": reason, "experiment": experiment, "rule": rule})
        groups.append({"snapshot": snapshot, "cases": cases})
    print(json.dumps({"now": NOW, "groups": groups}, ensure_ascii=False, indent=1))


main()
