using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.OpenFeature;

/// <summary>One answer in the words of OpenFeature.</summary>
/// <param name="FlagKey">Key of the flag.</param>
/// <param name="Result">The answer.</param>
/// <param name="StaleAge">Age of the snapshot while no source is in touch; null while fresh.</param>
internal readonly record struct OpenFeatureAnswer(string FlagKey, EvaluationResult Result, TimeSpan? StaleAge)
{
    /// <summary>The reason. A snapshot out of touch makes answers STALE, which no client may cache; the kill switch stays what it is.</summary>
    public string Reason => IsStale ? OpenFeatureNames.Stale : FreshReason;

    public bool IsDisabled => Result.Reason == EvaluationReason.Disabled;

    /// <summary>The value of a flag with numbers, whole or not.</summary>
    public double Number => Result.Value.Type == FlagType.Int ? Result.Value.AsInt : Result.Value.AsDouble;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? ErrorCode => Result.ErrorCode switch
    {
        EvaluationErrorCode.None => null,
        EvaluationErrorCode.FlagNotFound => OpenFeatureNames.FlagNotFound,
        EvaluationErrorCode.TypeMismatch => OpenFeatureNames.TypeMismatch,
        EvaluationErrorCode.UnitIdMissing => OpenFeatureNames.TargetingKeyMissing,
        EvaluationErrorCode.InvalidContext => OpenFeatureNames.InvalidContext,
        _ => OpenFeatureNames.ProviderNotReady,
    };

    /// <summary>What is wrong, for a person.</summary>
    public string ErrorDetails => EvaluationDetails.Of(FlagKey, Result, OpenFeatureNames.TargetingKey);

    private bool IsStale => StaleAge is not null && Result.Reason is not (EvaluationReason.Error or EvaluationReason.Disabled);

    // The reasons that OpenFeature has no name for are DEFAULT, and metadata tell them apart.
    private string FreshReason => Result.Reason switch
    {
        EvaluationReason.Error => OpenFeatureNames.Error,
        EvaluationReason.Disabled => OpenFeatureNames.Disabled,
        EvaluationReason.Static => OpenFeatureNames.Static,
        EvaluationReason.TargetingMatch => OpenFeatureNames.TargetingMatch,
        EvaluationReason.Split => OpenFeatureNames.Split,
        _ => OpenFeatureNames.Default,
    };

    /// <summary>What else is known of the answer: numbers as double or long, texts as string.</summary>
    public IEnumerable<KeyValuePair<string, object>> Metadata()
    {
        yield return new("flagVersion", Result.FlagVersion);
        yield return new("revision", Result.Revision.Value);
        if (Result.Bucket != EvaluationResult.NoBucket)
        {
            yield return new("bucket", (long)Result.Bucket);
        }

        if (Result.ExperimentKey is { } experiment)
        {
            yield return new("experimentKey", experiment);
        }

        if (Result.RuleKey is { } rule)
        {
            yield return new("ruleKey", rule);
        }

        if (StaleAge is { } age)
        {
            yield return new("staleSeconds", Math.Round(age.TotalSeconds, 3));
        }

        if (Detail() is { } detail)
        {
            yield return new("reasonDetail", detail);
        }
    }

    // The reason that the one on the wire hides.
    private string? Detail() => Result.Reason switch
    {
        EvaluationReason.Holdout => "HOLDOUT",
        EvaluationReason.PrerequisiteFailed => "PREREQUISITE_FAILED",
        _ => IsStale ? FreshReason : null,
    };
}
