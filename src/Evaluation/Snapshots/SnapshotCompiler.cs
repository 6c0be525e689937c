namespace GrpcExp.Evaluation;

/// <summary>Turns a <see cref="SnapshotConfig"/> into a <see cref="SnapshotModel"/>, or lists everything that is wrong with it.</summary>
/// <param name="config">The snapshot.</param>
/// <param name="previous">A snapshot compiled before: what is made of the same objects is taken over from it. Null for none.</param>
internal sealed class SnapshotCompiler(SnapshotConfig config, SnapshotModel? previous)
{
    private readonly ProblemList _problems = new();

    public IReadOnlyList<SnapshotProblem> Problems => _problems.Problems;

    public SnapshotModel? Compile()
    {
        _problems.CheckKey("environment", config.Environment);
        if (config.Revision.Value < 0)
        {
            _problems.Add("revision", $"{config.Revision} is refused: revisions are not negative");
        }

        _problems.CheckRanges("holdout", config.Holdout.Select(range => ("the holdout", range)));
        var flags = _problems.Index("flags", config.Flags, flag => flag.Key);
        var segments = _problems.Index("segments", config.Segments, segment => segment.Key);
        var layers = _problems.Index("layers", config.Layers, layer => layer.Key);
        var experiments = _problems.Index("experiments", config.Experiments, experiment => experiment.Key);

        var conditions = new ConditionCompiler(segments, _problems);
        conditions.CompileSegments();
        var flagCompiler = new FlagCompiler(flags, conditions, _problems, HasSameSegments(previous) ? previous : null);
        var experimentCompiler = new ExperimentCompiler(flagCompiler, layers, conditions, _problems);
        var byFlag = experimentCompiler.Compile(experiments.Values.OrderBy(experiment => experiment.Key, StringComparer.Ordinal));
        var models = flagCompiler.Compile(byFlag);
        return Problems.Count > 0
            ? null
            : new SnapshotModel(config, models);
    }

    // Conditions are compiled with the segments that they name.
    private bool HasSameSegments(SnapshotModel? other) =>
        other is not null && config.Segments.SequenceEqual(other.Config.Segments, ReferenceEqualityComparer.Instance);
}
