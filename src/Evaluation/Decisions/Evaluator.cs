using System.Text;

namespace GrpcExp.Evaluation;

/// <summary>
/// Answers flags: a pure function of snapshot, flag key, unit, attributes and instant. Thread-safe, never throws, does no I/O,
/// and allocates nothing unless asked to explain.
/// </summary>
public static class Evaluator
{
    /// <summary>Answers one flag for one unit.</summary>
    /// <param name="snapshot">The snapshot; null answers <see cref="EvaluationErrorCode.NotReady"/>.</param>
    /// <param name="request">Flag, unit and attributes.</param>
    /// <param name="now">The instant; only rules with a schedule look at it.</param>
    /// <returns>The answer; what is wrong is in its error code.</returns>
    public static EvaluationResult Evaluate(SnapshotModel? snapshot, in EvaluationRequest request, DateTimeOffset now) =>
        Answer(snapshot, request, now, trace: null);

    /// <summary>Answers one flag for one unit and tells every step.</summary>
    /// <param name="snapshot">The snapshot; null answers <see cref="EvaluationErrorCode.NotReady"/>.</param>
    /// <param name="request">Flag, unit and attributes.</param>
    /// <param name="now">The instant; only rules with a schedule look at it.</param>
    /// <returns>The same answer as <see cref="Evaluate"/>, with its steps.</returns>
    public static EvaluationExplanation Explain(SnapshotModel? snapshot, in EvaluationRequest request, DateTimeOffset now)
    {
        var trace = new EvaluationTrace();
        var result = Answer(snapshot, request, now, trace);
        return new EvaluationExplanation(result, trace.Steps);
    }

    private static EvaluationResult Answer(SnapshotModel? snapshot, in EvaluationRequest request, DateTimeOffset now, EvaluationTrace? trace)
    {
        if (snapshot is null)
        {
            trace?.Add("snapshot", "none has been loaded yet");
            return new EvaluationResult { Reason = EvaluationReason.Error, ErrorCode = EvaluationErrorCode.NotReady };
        }

        if (!snapshot.TryGetFlag(request.FlagKey, out var flag))
        {
            trace?.Add("flag", $"'{request.FlagKey}' does not exist at revision {snapshot.Revision}");
            return Error(snapshot, null, EvaluationErrorCode.FlagNotFound);
        }

        if (request.ExpectedType != FlagType.Unspecified && request.ExpectedType != flag.Type)
        {
            trace?.Add("type", $"the flag is {flag.Type}, {request.ExpectedType} was asked for");
            return Error(snapshot, flag, EvaluationErrorCode.TypeMismatch);
        }

        var unit = request.Unit.Value ?? "";
        if (request.Attributes.Length > EvaluationLimits.Attributes || IsTooLong(unit))
        {
            trace?.Add("context", $"over {EvaluationLimits.Attributes} attributes or {EvaluationLimits.UnitIdBytes} bytes of unit id");
            return Error(snapshot, flag, EvaluationErrorCode.InvalidContext);
        }

        // Most flags treat everybody alike; for them this is half of the time.
        if (trace is null && flag.Enabled && flag.IsStatic)
        {
            return new EvaluationResult
            {
                Value = flag.DefaultVariant.Value,
                Variant = flag.DefaultVariant.Key,
                Reason = EvaluationReason.Static,
                FlagVersion = flag.Version,
                Revision = snapshot.Revision,
            };
        }

        return new FlagEvaluation(snapshot, flag, new UnitContext(unit, request.Attributes), now.UtcTicks, trace).Run();
    }

    internal static EvaluationResult Error(SnapshotModel snapshot, FlagModel? flag, EvaluationErrorCode code) => new()
    {
        Reason = EvaluationReason.Error,
        ErrorCode = code,
        FlagVersion = flag?.Version ?? 0,
        Revision = snapshot.Revision,
    };

    // A character is at most three bytes, so nearly every id is settled by its length.
    private static bool IsTooLong(string unit) =>
        unit.Length > EvaluationLimits.UnitIdBytes
        || (unit.Length > EvaluationLimits.UnitIdBytes / 3 && Encoding.UTF8.GetByteCount(unit) > EvaluationLimits.UnitIdBytes);
}
