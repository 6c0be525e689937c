using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>Why there is no answer, for a person; the same over every protocol.</summary>
public static class EvaluationDetails
{
    /// <summary>There is nothing to answer from.</summary>
    public const string NotReady = "No snapshot has been loaded yet: retry when the service is ready.";

    /// <summary>Describes what is wrong with one evaluation; empty when nothing is.</summary>
    /// <param name="flagKey">Key of the flag that was asked for.</param>
    /// <param name="result">The answer.</param>
    /// <param name="unitField">What the protocol calls the unit's id.</param>
    public static string Of(string flagKey, in EvaluationResult result, string unitField) => result.ErrorCode switch
    {
        EvaluationErrorCode.None => "",
        EvaluationErrorCode.FlagNotFound => $"There is no flag '{flagKey}' at revision {result.Revision}.",
        EvaluationErrorCode.TypeMismatch => $"Flag '{flagKey}' is not of the expected type.",
        EvaluationErrorCode.UnitIdMissing => $"Flag '{flagKey}' is decided by the unit's bucket: give a {unitField}.",
        EvaluationErrorCode.NotReady => NotReady,
        _ => $"A {unitField} has at most {EvaluationLimits.UnitIdBytes} bytes and a context at most {EvaluationLimits.Attributes} attributes.",
    };
}
