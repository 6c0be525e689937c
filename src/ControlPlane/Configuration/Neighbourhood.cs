using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Snapshots;
using GrpcExp.Sync;

namespace GrpcExp.ControlPlane.Configuration;

/// <summary>
/// A change together with everything that it refers to and that refers to it: enough of a snapshot for the evaluator's
/// own compiler to judge the change, so that no sidecar ever refuses what was accepted here.
/// </summary>
internal sealed class Neighbourhood(ReadSession session)
{
    private readonly Dictionary<string, Flag> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Segment> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningExperiment> _experiments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Flag> Flags => _flags;

    public IReadOnlyDictionary<string, Segment> Segments => _segments;

    /// <summary>Adds a flag in the state given, with its prerequisites and segments, whatever is stored of it.</summary>
    public async Task AddAsync(Flag flag, CancellationToken cancellationToken)
    {
        _flags[flag.Key] = flag;
        _visited.Add($"flag:{flag.Key}");
        foreach (var rule in flag.Rules)
        {
            await AddAsync(rule.Condition, cancellationToken).ConfigureAwait(false);
        }

        foreach (var prerequisite in flag.Prerequisites)
        {
            await AddFlagAsync(prerequisite.FlagKey, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds a stored flag, if there is one.</summary>
    public async Task AddFlagAsync(string key, CancellationToken cancellationToken)
    {
        if (_visited.Add($"flag:{key}") && await session.FindFlagAsync(key, cancellationToken).ConfigureAwait(false) is { } flag)
        {
            await AddAsync(flag, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the flags and running experiments that a change of this flag could break.</summary>
    public async Task AddDependentsAsync(string flagKey, CancellationToken cancellationToken)
    {
        foreach (var dependent in await session.FlagsNeedingAsync(flagKey, cancellationToken).ConfigureAwait(false))
        {
            await AddFlagAsync(dependent, cancellationToken).ConfigureAwait(false);
        }

        foreach (var experiment in await session.ListExperimentsOnFlagAsync(flagKey, cancellationToken).ConfigureAwait(false))
        {
            if (experiment.State == ExperimentState.Running)
            {
                await AddAsync(experiment, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Adds an experiment as if it ran, with its layer and segments; its flag is the caller's to add.</summary>
    public async Task AddAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        _experiments[experiment.Key] = RunningExperiments.Of(experiment);
        await AddAsync(experiment.Targeting, cancellationToken).ConfigureAwait(false);
        if (experiment.LayerKey.Length > 0
            && _visited.Add($"layer:{experiment.LayerKey}")
            && await session.FindLayerAsync(experiment.LayerKey, cancellationToken).ConfigureAwait(false) is { } layer)
        {
            _layers[layer.Key] = layer;
        }
    }

    /// <summary>Adds a segment in the state given, with the segments that it uses.</summary>
    public Task AddAsync(Segment segment, CancellationToken cancellationToken)
    {
        _segments[segment.Key] = segment;
        _visited.Add($"segment:{segment.Key}");
        return AddAsync(segment.Condition, cancellationToken);
    }

    /// <summary>Adds the segments that a condition uses.</summary>
    public async Task AddAsync(Condition? condition, CancellationToken cancellationToken)
    {
        foreach (var key in Conditions.SegmentsIn(condition))
        {
            if (_visited.Add($"segment:{key}") && await session.FindSegmentAsync(key, cancellationToken).ConfigureAwait(false) is { } segment)
            {
                await AddAsync(segment, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Everything that the evaluator would refuse.</summary>
    public IReadOnlyList<SnapshotProblem> Problems()
    {
        var config = new SnapshotConfig
        {
            Environment = session.Environment,
            Flags = [.. _flags.Values.Select(SnapshotMapping.ToConfig)],
            Segments = [.. _segments.Values.Select(SnapshotMapping.ToConfig)],
            Layers = [.. _layers.Values.Select(SnapshotMapping.ToConfig)],
            Experiments = [.. _experiments.Values.Select(SnapshotMapping.ToConfig)],
        };
        SnapshotModel.TryCompile(config, out _, out var problems);
        return problems;
    }
}
