using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client.Evaluations;

/// <summary>The age that an answer tells of its snapshot.</summary>
internal static class SnapshotAge
{
    /// <summary>A duration can be longer than a time span, and nobody vouches for what a server sends.</summary>
    private const long LongestSeconds = 100L * 365 * 24 * 60 * 60;

    /// <summary>The age, 0 to a hundred years; null while somebody vouches for the snapshot, and without an answer.</summary>
    public static TimeSpan? Of(EvaluateResponse? answer) => answer?.StaleAge is { } age
        ? TimeSpan.FromSeconds(Math.Clamp(age.Seconds, 0, LongestSeconds)) + TimeSpan.FromTicks(Math.Clamp(age.Nanos, 0, 999_999_999) / TimeSpan.NanosecondsPerTick)
        : null;
}
