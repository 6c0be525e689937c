using System.Buffers;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>Answers requests of the contracts from one snapshot. Thread-safe; what is wrong is in the answer's error code.</summary>
public static class EvaluationResponder
{
    /// <summary>Answers one flag for one unit.</summary>
    /// <param name="view">What to answer from.</param>
    /// <param name="request">The request.</param>
    /// <returns>The answer.</returns>
    public static EvaluateResponse Answer(in EvaluationView view, EvaluateRequest request)
    {
        var given = request.Context?.Attributes;
        var count = Math.Min(given?.Count ?? 0, EvaluationLimits.Attributes + 1);
        var attributes = count == 0 ? [] : ArrayPool<UnitAttribute>.Shared.Rent(count);
        try
        {
            var filled = 0;
            if (count > 0)
            {
                foreach (var (name, value) in given!)
                {
                    if (filled == count)
                    {
                        break;
                    }

                    attributes[filled++] = new UnitAttribute(name, ConditionMapping.ToValue(value));
                }
            }

            return Answer(view, request, attributes.AsSpan(0, filled));
        }
        finally
        {
            if (count > 0)
            {
                ArrayPool<UnitAttribute>.Shared.Return(attributes, clearArray: true);
            }
        }
    }

    private static EvaluateResponse Answer(in EvaluationView view, EvaluateRequest request, ReadOnlySpan<UnitAttribute> attributes)
    {
        var evaluation = new EvaluationRequest(
            request.FlagKey, request.Context?.UnitId, attributes, (FlagType)request.ExpectedType);
        if (!request.Explain)
        {
            return ToContract(request.FlagKey, view.Evaluate(evaluation, !request.SuppressExposure), view.StaleAge);
        }

        var explanation = view.Explain(evaluation);
        var response = ToContract(request.FlagKey, explanation.Result, view.StaleAge);
        response.Explanation.AddRange(explanation.Steps.Select(step => step.ToString()));
        return response;
    }

    private static EvaluateResponse ToContract(string flagKey, in EvaluationResult result, TimeSpan? staleAge) => new()
    {
        FlagKey = flagKey,
        Value = SnapshotMapping.ToContract(result.Value),
        Variant = result.Variant ?? "",
        Reason = (Reason)result.Reason,
        ErrorCode = (ErrorCode)result.ErrorCode,
        ErrorDetail = EvaluationDetails.Of(flagKey, result, UnitAttribute.UnitIdName),
        Bucket = result.Bucket,
        RuleKey = result.RuleKey ?? "",
        ExperimentKey = result.ExperimentKey ?? "",
        FlagVersion = result.FlagVersion,
        Revision = result.Revision.Value,
        StaleAge = staleAge is { } age ? Duration.FromTimeSpan(age) : null,
    };
}
