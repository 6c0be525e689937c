namespace GrpcExp.Evaluation;

/// <summary>One flag for one unit; <see cref="Run"/> is the order of decisions.</summary>
internal ref struct FlagEvaluation(SnapshotModel snapshot, FlagModel flag, UnitContext context, long nowTicks, EvaluationTrace? trace)
{
    private readonly UnitContext _context = context;
    private int _bucket = EvaluationResult.NoBucket;

    public EvaluationResult Run()
    {
        if (!flag.Enabled)
        {
            trace?.Add("enabled", $"no: off variant {flag.OffVariant.Key}");
            return Answer(flag.OffVariant, EvaluationReason.Disabled);
        }

        if (flag.ForcedUnits.TryGetValue(_context.Unit, out var forced))
        {
            trace?.Add("forced units", $"the unit is forced to {forced.Key}");
            return Answer(forced, EvaluationReason.TargetingMatch);
        }

        if (!PrerequisitesAreMet())
        {
            return Answer(flag.OffVariant, EvaluationReason.PrerequisiteFailed);
        }

        var heldOut = IsHeldOut();
        return (!heldOut && TryExperiments(out var result)) || TryRules(out result) ? result : Default(heldOut);
    }

    private readonly bool PrerequisitesAreMet()
    {
        foreach (var prerequisite in flag.Prerequisites)
        {
            trace?.Add($"prerequisite {prerequisite.Flag.Key}", "evaluated for the same unit:");
            var variant = new FlagEvaluation(snapshot, prerequisite.Flag, _context, nowTicks, trace).Run().Variant;
            var met = false;
            foreach (var wanted in prerequisite.Variants)
            {
                met |= string.Equals(wanted.Key, variant, StringComparison.Ordinal);
            }

            if (!met)
            {
                trace?.Add($"prerequisite {prerequisite.Flag.Key}", $"not met by {variant ?? "no answer"}: off variant {flag.OffVariant.Key}");
                return false;
            }

            trace?.Add($"prerequisite {prerequisite.Flag.Key}", $"met by {variant}");
        }

        return true;
    }

    private readonly bool IsHeldOut()
    {
        if (flag.Experiments.Length == 0 || snapshot.Holdout.Length == 0 || _context.Unit.Length == 0)
        {
            return false;
        }

        var bucket = Bucketing.Bucket(snapshot.HoldoutKey, _context.Unit);
        var heldOut = Owns(snapshot.Holdout, bucket);
        trace?.Add("holdout", $"bucket {bucket} is {(heldOut ? "held out of every experiment" : "not held out")}");
        return heldOut;
    }

    // An out parameter rather than a nullable result: the result is large, and each copy of it costs.
    private bool TryExperiments(out EvaluationResult result)
    {
        foreach (var experiment in flag.Experiments)
        {
            if (!experiment.Targeting.Matches(_context))
            {
                trace?.Add($"experiment {experiment.Key}", "targeting does not hold");
                continue;
            }

            if (_context.Unit.Length == 0)
            {
                result = UnitIdMissing("experiment", experiment.Key);
                return true;
            }

            if (experiment.LayerKey is not null)
            {
                var layerBucket = Bucketing.Bucket(experiment.LayerKey, _context.Unit);
                if (!Owns(experiment.LayerSlice, layerBucket))
                {
                    trace?.Add($"experiment {experiment.Key}", $"bucket {layerBucket} of layer {experiment.LayerKey} is outside its slice");
                    continue;
                }
            }

            if (experiment.Allocation.Find(FlagBucket()) is { } variant)
            {
                trace?.Add($"experiment {experiment.Key}", $"bucket {_bucket} belongs to {variant.Key}");
                result = Answer(variant, EvaluationReason.Split, experimentKey: experiment.Key);
                return true;
            }

            trace?.Add($"experiment {experiment.Key}", $"bucket {_bucket} is outside its traffic");
        }

        result = default;
        return false;
    }

    private bool TryRules(out EvaluationResult result)
    {
        foreach (var rule in flag.Rules)
        {
            if (!rule.Schedule.Holds(nowTicks))
            {
                trace?.Add($"rule {rule.Key}", $"is {(nowTicks < rule.Schedule.StartTicks ? "not in force yet" : "no longer in force")} by its schedule");
                continue;
            }

            if (!rule.Condition.Matches(_context))
            {
                trace?.Add($"rule {rule.Key}", "condition does not hold");
                continue;
            }

            if (rule.Variant is not null)
            {
                trace?.Add($"rule {rule.Key}", $"condition holds: {rule.Variant.Key}");
                result = Answer(rule.Variant, EvaluationReason.TargetingMatch, ruleKey: rule.Key);
                return true;
            }

            if (_context.Unit.Length == 0)
            {
                result = UnitIdMissing("rule", rule.Key);
                return true;
            }

            if (rule.Split!.Find(FlagBucket()) is { } variant)
            {
                trace?.Add($"rule {rule.Key}", $"condition holds, bucket {_bucket} belongs to {variant.Key}");
                result = Answer(variant, EvaluationReason.Split, ruleKey: rule.Key);
                return true;
            }

            trace?.Add($"rule {rule.Key}", $"condition holds, but nobody owns bucket {_bucket}");
        }

        result = default;
        return false;
    }

    private readonly EvaluationResult Default(bool heldOut)
    {
        trace?.Add("default", $"nothing else took the unit: {flag.DefaultVariant.Key}");
        return Answer(
            flag.DefaultVariant,
            flag.IsStatic ? EvaluationReason.Static : heldOut ? EvaluationReason.Holdout : EvaluationReason.Default);
    }

    private readonly EvaluationResult UnitIdMissing(string stage, string key)
    {
        trace?.Add($"{stage} {key}", "the answer hangs on the unit's bucket, and the unit id is empty");
        return Evaluator.Error(snapshot, flag, EvaluationErrorCode.UnitIdMissing);
    }

    private readonly EvaluationResult Answer(
        VariantModel variant, EvaluationReason reason, string? ruleKey = null, string? experimentKey = null) => new()
        {
            Value = variant.Value,
            Variant = variant.Key,
            Reason = reason,
            Bucket = _bucket,
            RuleKey = ruleKey,
            ExperimentKey = experimentKey,
            FlagVersion = flag.Version,
            Revision = snapshot.Revision,
        };

    private int FlagBucket() => _bucket >= 0 ? _bucket : _bucket = Bucketing.Bucket(flag.Key, _context.Unit);

    private static bool Owns(BucketRange[] ranges, int bucket)
    {
        foreach (var range in ranges)
        {
            if (range.Contains(bucket))
            {
                return true;
            }
        }

        return false;
    }
}
