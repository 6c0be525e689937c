using System.Diagnostics.CodeAnalysis;

namespace GrpcExp.Evaluation;

/// <summary>A validated, compiled snapshot: everything an evaluation looks at. Immutable and thread-safe.</summary>
public sealed class SnapshotModel
{
    private readonly Dictionary<string, FlagModel> _flags;
    private readonly long[] _scheduleTicks;

    internal SnapshotModel(SnapshotConfig config, IEnumerable<FlagModel> flags)
    {
        Config = config;
        Revision = config.Revision;
        Flags = [.. flags.OrderBy(flag => flag.Key, StringComparer.Ordinal)];

        // Not a frozen one: it is faster to read by a few nanoseconds and slower to make by milliseconds, at every change.
        _flags = Flags.ToDictionary(flag => flag.Key, StringComparer.Ordinal);
        Holdout = [.. config.Holdout];
        HoldoutKey = "holdout:" + config.Environment;
        _scheduleTicks =
        [
            .. Flags.SelectMany(flag => flag.Rules)
                .SelectMany(rule => new[] { rule.Schedule.StartTicks, rule.Schedule.EndTicks })
                .Where(ticks => ticks is not (long.MinValue or long.MaxValue))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>What the snapshot was compiled from.</summary>
    public SnapshotConfig Config { get; }

    /// <summary>Name of the environment.</summary>
    public string Environment => Config.Environment;

    /// <summary>Line of revisions that <see cref="Revision"/> belongs to.</summary>
    public string Epoch => Config.Epoch;

    /// <summary>Revision within the epoch.</summary>
    public Revision Revision { get; }

    /// <summary>All flags, ordinally by key.</summary>
    public IReadOnlyList<FlagModel> Flags { get; }

    internal BucketRange[] Holdout { get; }

    internal string HoldoutKey { get; }

    /// <summary>Finds a flag.</summary>
    /// <param name="key">Key of the flag.</param>
    /// <param name="flag">The flag, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetFlag(string? key, [MaybeNullWhen(false)] out FlagModel flag)
    {
        flag = null;
        return key is not null && _flags.TryGetValue(key, out flag);
    }

    /// <summary>
    /// How many starts and ends of scheduled rules have passed: answers at two instants can only differ when this does.
    /// </summary>
    /// <param name="now">The instant.</param>
    /// <returns>0 up to the number of different starts and ends.</returns>
    public int SchedulePhase(DateTimeOffset now)
    {
        var found = Array.BinarySearch(_scheduleTicks, now.UtcTicks);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>Checks and compiles a snapshot.</summary>
    /// <param name="config">The snapshot, as written.</param>
    /// <returns>The compiled snapshot.</returns>
    /// <exception cref="SnapshotInvalidException">Something is wrong; it lists every problem.</exception>
    public static SnapshotModel Compile(SnapshotConfig config) =>
        TryCompile(config, out var model, out var problems) ? model : throw new SnapshotInvalidException(problems);

    /// <summary>Checks and compiles a snapshot without throwing.</summary>
    /// <param name="config">The snapshot, as written.</param>
    /// <param name="model">The compiled snapshot, when nothing is wrong.</param>
    /// <param name="problems">Everything that is wrong; empty when nothing is.</param>
    /// <returns>Whether nothing is wrong.</returns>
    public static bool TryCompile(
        SnapshotConfig config, [NotNullWhen(true)] out SnapshotModel? model, out IReadOnlyList<SnapshotProblem> problems) =>
        TryCompile(config, previous: null, out model, out problems);

    /// <summary>Checks and compiles a snapshot that differs little from another one, in a fraction of the time.</summary>
    /// <param name="config">The snapshot, as written; parts that have not changed are the same objects as those of <paramref name="previous"/>.</param>
    /// <param name="previous">A snapshot compiled before; null for none. It may be of any revision.</param>
    /// <param name="model">The compiled snapshot, when nothing is wrong: equal to what compiling it alone would give.</param>
    /// <param name="problems">Everything that is wrong; empty when nothing is.</param>
    /// <returns>Whether nothing is wrong.</returns>
    public static bool TryCompile(
        SnapshotConfig config, SnapshotModel? previous, [NotNullWhen(true)] out SnapshotModel? model, out IReadOnlyList<SnapshotProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(config);
        var compiler = new SnapshotCompiler(config, previous);
        model = compiler.Compile();
        problems = compiler.Problems;
        return model is not null;
    }
}
