using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync.Exposures;

/// <summary>Exposures to record and batches to keep.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static void Record(
        this ExposureLog log, string unit, DateTimeOffset? now = null, string variant = "on", string experiment = "experiment", params UnitAttribute[] attributes) =>
        log.Record(
            new EvaluationResult { Variant = variant, ExperimentKey = experiment, Bucket = 17, Reason = EvaluationReason.Split },
            new EvaluationRequest("flag", unit, attributes),
            now ?? Noon);

    public static ExposureBatch Batch(int count, string prefix = "unit")
    {
        var log = new ExposureLog("production", new ExposureBooks());
        for (var i = 0; i < count; i++)
        {
            log.Record($"{prefix}-{i}");
        }

        return log.Take()!;
    }
}
