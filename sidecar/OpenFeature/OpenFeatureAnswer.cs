using GrpcExp.Evaluation;

namespace GrpcExp.Sidecar.OpenFeature;

/// <summary>One answer in the words of OpenFeature.</summary>
/// <param name="FlagKey">Key of the flag.</param>
/// <param name="Result">The answer.</param>
/// <param name="StaleAge">Age of the snapshot while no source is in touch; null while fresh.</param>
internal readonly record struct OpenFeatureAnswer(string FlagKey, EvaluationResult Result, TimeSpan? StaleAge)
{
    /// <summary>
    /// The reason. A snapshot out of touch makes answers STALE, which no client may cache; the kill switch stays what it is. The
    /// reasons that OpenFeature has no name for are DEFAULT, and metadata tell them apart.
    /// </summary>
    public string Reason => Result.Reason switch
    {
        EvaluationReason.Error => OpenFeatureNames.Error,
        EvaluationReason.Disabled => OpenFeatureNames.Disabled,
        _ when StaleAge is not null => OpenFeatureNames.Stale,
        EvaluationReason.Static => OpenFeatureNames.Static,
        EvaluationReason.TargetingMatch => OpenFeatureNames.TargetingMatch,
        EvaluationReason.Split => OpenFeatureNames.Split,
        _ => OpenFeatureNames.Default,
    };

    public bool IsDisabled => Result.Reason == EvaluationReason.Disabled;

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
    public string ErrorDetails => Result.ErrorCode switch
    {
        EvaluationErrorCode.FlagNotFound => $"There is no flag '{FlagKey}' at revision {Result.Revision}.",
        EvaluationErrorCode.TypeMismatch => $"Flag '{FlagKey}' is not of the expected type.",
        EvaluationErrorCode.UnitIdMissing => $"Flag '{FlagKey}' is decided by the unit's bucket: give a targetingKey.",
        EvaluationErrorCode.NotReady => "No snapshot has been loaded yet: retry when the sidecar is ready.",
        _ => $"A targetingKey has at most {EvaluationLimits.UnitIdBytes} bytes and a context at most {EvaluationLimits.Attributes} attributes.",
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
        _ when StaleAge is null || IsDisabled => null,
        EvaluationReason.Static => OpenFeatureNames.Static,
        EvaluationReason.TargetingMatch => OpenFeatureNames.TargetingMatch,
        EvaluationReason.Split => OpenFeatureNames.Split,
        _ => OpenFeatureNames.Default,
    };
}
