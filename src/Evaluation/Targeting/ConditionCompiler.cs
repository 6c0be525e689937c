using System.Collections.Frozen;

namespace GrpcExp.Evaluation;

/// <summary>Checks conditions and segments and compiles them.</summary>
internal sealed class ConditionCompiler(IReadOnlyDictionary<string, SegmentConfig> segments, ProblemList problems)
{
    private readonly Dictionary<string, CompiledCondition> _segments = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];
    private readonly AttributeConditionCompiler _attributes = new(problems);

    /// <summary>Compiles every segment, so that one nobody uses is checked too.</summary>
    public void CompileSegments()
    {
        foreach (var key in segments.Keys)
        {
            CompileSegment($"segments[{key}]", key);
        }
    }

    /// <summary>Compiles a condition; null is everybody.</summary>
    public Condition Compile(string path, ConditionConfig? config)
    {
        if (config is null)
        {
            return Condition.Everybody;
        }

        var compiled = Compile(path, config, depth: 1);
        Check(path, compiled);
        return compiled.Condition;
    }

    private void Check(string path, CompiledCondition compiled)
    {
        if (compiled.Depth > EvaluationLimits.ConditionDepth)
        {
            problems.Add(path, $"groups and segments nest {compiled.Depth} deep, over the limit of {EvaluationLimits.ConditionDepth}");
        }

        if (compiled.Tests > EvaluationLimits.ConditionTests)
        {
            problems.Add(path, $"it takes {compiled.Tests} tests, over the limit of {EvaluationLimits.ConditionTests}");
        }
    }

    private CompiledCondition Compile(string path, ConditionConfig config, int depth)
    {
        // Far beyond the limit the document is not followed further, so that it cannot exhaust the stack.
        if (depth > EvaluationLimits.ConditionDepth + 1)
        {
            return new CompiledCondition(Condition.Everybody, 1, 1);
        }

        var compiled = config.Kind switch
        {
            ConditionKind.Everybody => new CompiledCondition(Condition.Everybody, 0, 1),
            ConditionKind.Attribute => new CompiledCondition(_attributes.Compile(path, config), 0, 1),
            ConditionKind.AllOf => CompileGroup($"{path}.all_of", config, depth),
            ConditionKind.AnyOf => CompileGroup($"{path}.any_of", config, depth),
            ConditionKind.Segment => CompileSegment(path, config.SegmentKey),
            _ => Unknown(path, config.Kind),
        };
        return config.Negated ? compiled with { Condition = new NegatedCondition(compiled.Condition) } : compiled;
    }

    private CompiledCondition Unknown(string path, ConditionKind kind)
    {
        problems.Add(path, $"a condition of kind {(int)kind} is unknown");
        return new CompiledCondition(Condition.Everybody, 0, 1);
    }

    private CompiledCondition CompileGroup(string path, ConditionConfig config, int depth)
    {
        problems.CheckCount(path, "conditions", config.Parts.Count, EvaluationLimits.GroupParts);
        var parts = config.Parts
            .Take(EvaluationLimits.GroupParts)
            .Select((part, index) => Compile($"{path}[{index}]", part, depth + 1))
            .ToList();
        return new CompiledCondition(
            new GroupCondition([.. parts.Select(part => part.Condition)], config.Kind == ConditionKind.AllOf),
            1 + parts.Select(part => part.Depth).DefaultIfEmpty().Max(),
            1 + parts.Sum(part => part.Tests));
    }

    private CompiledCondition CompileSegment(string path, string key)
    {
        if (_segments.TryGetValue(key, out var known))
        {
            return known;
        }

        if (!segments.TryGetValue(key, out var segment))
        {
            problems.Add(path, $"segment '{key}' does not exist");
            return new CompiledCondition(Condition.Everybody, 0, 1);
        }

        if (_open.Contains(key))
        {
            problems.Add($"segments[{key}].condition", $"segments go in a circle: {string.Join(" -> ", [.. _open, key])}");
            return new CompiledCondition(Condition.Everybody, 0, 1);
        }

        problems.CheckCount($"segments[{key}].included_units", "units", segment.IncludedUnits.Count, EvaluationLimits.SegmentUnits);
        problems.CheckCount($"segments[{key}].excluded_units", "units", segment.ExcludedUnits.Count, EvaluationLimits.SegmentUnits);
        _open.Add(key);
        var inner = segment.Condition is null
            ? null
            : Compile($"segments[{key}].condition", segment.Condition, depth: 1);
        _open.RemoveAt(_open.Count - 1);

        var compiled = new CompiledCondition(
            new SegmentCondition(
                segment.IncludedUnits.ToFrozenSet(StringComparer.Ordinal), segment.ExcludedUnits.ToFrozenSet(StringComparer.Ordinal), inner?.Condition),
            (inner?.Depth ?? 0) + 1,
            (inner?.Tests ?? 0) + 1);

        // What is over a limit is reported once, here, and counts as small for whoever uses it.
        var before = problems.Problems.Count;
        Check($"segments[{key}].condition", compiled);
        return _segments[key] = problems.Problems.Count > before ? compiled with { Depth = 1, Tests = 1 } : compiled;
    }

    /// <summary>A condition with its depth of nesting and the number of tests that it may run.</summary>
    private sealed record CompiledCondition(Condition Condition, int Depth, long Tests);
}
