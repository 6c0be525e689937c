using System.Collections.Frozen;

namespace GrpcExp.Evaluation;

/// <summary>Checks flags and compiles them, prerequisites before the flags that need them.</summary>
internal sealed class FlagCompiler
{
    private readonly Dictionary<string, FlagConfig> _flags;
    private readonly Dictionary<string, Dictionary<string, VariantModel>> _variants;
    private readonly ConditionCompiler _conditions;
    private readonly ProblemList _problems;
    private readonly SnapshotModel? _previous;
    private readonly Dictionary<string, FlagModel?> _compiled = new(StringComparer.Ordinal);

    /// <param name="flags">The flags by key.</param>
    /// <param name="conditions">Compiles conditions.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="previous">A snapshot with the same segments, whose unchanged flags are taken over; null for none.</param>
    public FlagCompiler(Dictionary<string, FlagConfig> flags, ConditionCompiler conditions, ProblemList problems, SnapshotModel? previous)
    {
        _flags = flags;
        _conditions = conditions;
        _problems = problems;
        _previous = previous;
        _variants = flags.Values.ToDictionary(
            flag => flag.Key, flag => Known(flag)?.Variants ?? new VariantCompiler(flag, problems).Compile(), StringComparer.Ordinal);
    }

    /// <summary>An experiment as it was compiled before, when neither it nor its flag has changed.</summary>
    public ExperimentModel? KnownExperiment(ExperimentConfig experiment) =>
        _flags.TryGetValue(experiment.FlagKey, out var flag) && Known(flag) is { } known
            ? Array.Find(known.Experiments, one => ReferenceEquals(one.Config, experiment))
            : null;

    public bool Exists(string? flagKey) => flagKey is not null && _flags.ContainsKey(flagKey);

    public VariantModel? FindVariant(string? flagKey, string? variant) =>
        flagKey is not null && variant is not null && _variants.TryGetValue(flagKey, out var variants)
            ? variants.GetValueOrDefault(variant)
            : null;

    public IReadOnlyList<FlagModel> Compile(ILookup<string, ExperimentModel> experiments) =>
        [.. _flags.Values.Select(flag => Compile(flag, experiments, [])).OfType<FlagModel>()];

    public AllocationModel CompileAllocation(string path, string flagKey, IReadOnlyList<VariantAllocation> allocations)
    {
        var owned = allocations.SelectMany(allocation => allocation.Ranges.Select(range => (allocation.Variant, Range: range))).ToList();
        if (owned.Count == 0)
        {
            _problems.Add(path, "nobody owns a bucket: give at least one variant a range");
        }

        _problems.CheckRanges(path, owned.Select(range => ($"variant {range.Variant}", range.Range)));
        foreach (var variant in allocations.Select(allocation => allocation.Variant).Where(_ => Exists(flagKey)))
        {
            RequireVariant(path, flagKey, variant);
        }

        return new AllocationModel(owned
            .Where(range => range.Range.IsValid)
            .Select(range => (range.Range, FindVariant(flagKey, range.Variant)!)));
    }

    private VariantModel? RequireVariant(string path, string flagKey, string? variant)
    {
        var found = FindVariant(flagKey, variant);
        if (found is null)
        {
            _problems.Add(path, $"flag '{flagKey}' has no variant '{variant}'; it has {string.Join(", ", _variants[flagKey].Keys)}");
        }

        return found;
    }

    /// <summary>The stack of keys being compiled shows a cycle. Null when prerequisites make no sense.</summary>
    private FlagModel? Compile(FlagConfig flag, ILookup<string, ExperimentModel> experiments, List<string> stack)
    {
        if (_compiled.TryGetValue(flag.Key, out var known))
        {
            return known;
        }

        var path = $"flags[{flag.Key}]";
        if (stack.Contains(flag.Key))
        {
            _problems.Add($"{path}.prerequisites", $"prerequisites go in a circle: {string.Join(" -> ", [.. stack, flag.Key])}");
            return null;
        }

        stack.Add(flag.Key);
        var unchanged = Unchanged(flag, experiments, stack);
        var prerequisites = unchanged is null ? Prerequisites(path, flag, experiments, stack) : [];
        stack.RemoveAt(stack.Count - 1);
        if (unchanged is not null)
        {
            return _compiled[flag.Key] = unchanged;
        }

        var evaluations = 1 + prerequisites.Sum(prerequisite => prerequisite.Flag.Evaluations);
        if (evaluations > EvaluationLimits.PrerequisiteEvaluations)
        {
            _problems.Add($"{path}.prerequisites", $"answering takes {evaluations} flags, over the limit of {EvaluationLimits.PrerequisiteEvaluations}");
            evaluations = 1;
        }

        if (flag.HashVersion != Bucketing.HashVersion)
        {
            _problems.Add($"{path}.hash_version", $"{flag.HashVersion} is unknown: this evaluator buckets by version {Bucketing.HashVersion}");
        }

        var defaultVariant = RequireVariant($"{path}.default_variant", flag.Key, flag.DefaultVariant);
        var offVariant = string.IsNullOrEmpty(flag.OffVariant)
            ? defaultVariant
            : RequireVariant($"{path}.off_variant", flag.Key, flag.OffVariant);
        var model = new FlagModel(flag)
        {
            Variants = _variants[flag.Key],
            Key = flag.Key,
            Type = flag.Type,
            Version = flag.Version,
            Enabled = flag.Enabled,
            DefaultVariant = defaultVariant!,
            OffVariant = offVariant!,
            ForcedUnits = ForcedUnits(path, flag),
            Prerequisites = prerequisites,
            Experiments = [.. experiments[flag.Key]],
            Rules = Rules(path, flag),
            Evaluations = evaluations,
        };
        return _compiled[flag.Key] = model;
    }

    // The flag as it was, if it was compiled from this very configuration.
    private FlagModel? Known(FlagConfig flag) =>
        _previous is not null && _previous.TryGetFlag(flag.Key, out var known) && ReferenceEquals(known.Config, flag) ? known : null;

    // The flag as it was, if nothing that it is made of has changed: its experiments and its prerequisites are the same objects.
    private FlagModel? Unchanged(FlagConfig flag, ILookup<string, ExperimentModel> experiments, List<string> stack) =>
        Known(flag) is { } known
        && known.Experiments.SequenceEqual(experiments[flag.Key], ReferenceEqualityComparer.Instance)
        && known.Prerequisites.All(prerequisite =>
            _flags.TryGetValue(prerequisite.Flag.Key, out var other) && ReferenceEquals(Compile(other, experiments, stack), prerequisite.Flag))
            ? known
            : null;

    private FrozenDictionary<string, VariantModel> ForcedUnits(string path, FlagConfig flag)
    {
        _problems.CheckCount($"{path}.forced_units", "forced units", flag.ForcedUnits.Count, EvaluationLimits.ForcedUnits);
        if (flag.ForcedUnits.ContainsKey(""))
        {
            _problems.Add($"{path}.forced_units", "the empty unit id cannot be forced");
        }

        return flag.ForcedUnits
            .Select(forced => (Unit: forced.Key, Variant: RequireVariant($"{path}.forced_units[{forced.Key}]", flag.Key, forced.Value)!))
            .ToFrozenDictionary(forced => forced.Unit, forced => forced.Variant, StringComparer.Ordinal);
    }

    private PrerequisiteModel[] Prerequisites(
        string path, FlagConfig flag, ILookup<string, ExperimentModel> experiments, List<string> stack)
    {
        _problems.CheckCount($"{path}.prerequisites", "prerequisites", flag.Prerequisites.Count, EvaluationLimits.Prerequisites);
        var models = new List<PrerequisiteModel>();
        foreach (var prerequisite in flag.Prerequisites.Take(EvaluationLimits.Prerequisites))
        {
            var place = $"{path}.prerequisites[{prerequisite.FlagKey}]";
            if (!_flags.TryGetValue(prerequisite.FlagKey ?? "", out var other))
            {
                _problems.Add(place, $"flag '{prerequisite.FlagKey}' does not exist");
                continue;
            }

            if (prerequisite.Variants.Count == 0)
            {
                _problems.Add(place, "no variant would satisfy it: name at least one");
            }

            var variants = prerequisite.Variants.Select(variant => RequireVariant(place, other.Key, variant)).OfType<VariantModel>();
            if (Compile(other, experiments, stack) is { } model)
            {
                models.Add(new PrerequisiteModel(model, [.. variants]));
            }
        }

        return [.. models];
    }

    private RuleModel[] Rules(string path, FlagConfig flag)
    {
        _problems.CheckCount($"{path}.rules", "rules", flag.Rules.Count, EvaluationLimits.Rules);
        _problems.Index($"{path}.rules", flag.Rules, rule => rule.Key);
        var models = new List<RuleModel>();
        foreach (var rule in flag.Rules)
        {
            var place = $"{path}.rules[{rule.Key}]";
            var condition = _conditions.Compile($"{place}.condition", rule.Condition);
            var hasVariant = !string.IsNullOrEmpty(rule.Variant);
            if (hasVariant == rule.Split.Count > 0)
            {
                _problems.Add(place, "a rule gives a variant or a split: set exactly one");
                continue;
            }

            if (rule.EndTime <= rule.StartTime)
            {
                _problems.Add($"{place}.end_time", $"{rule.EndTime:O} is not after start_time {rule.StartTime:O}: the rule would never be in force");
            }

            var schedule = RuleSchedule.Of(rule.StartTime, rule.EndTime);
            models.Add(hasVariant
                ? new RuleModel(rule.Key, schedule, condition, RequireVariant($"{place}.variant", flag.Key, rule.Variant), null)
                : new RuleModel(rule.Key, schedule, condition, null, CompileAllocation($"{place}.split", flag.Key, rule.Split)));
        }

        return [.. models];
    }
}
