namespace GrpcExp.Evaluation;

/// <summary>One answer. The value and the variant are absent exactly when there is an error code.</summary>
public readonly record struct EvaluationResult
{
    /// <summary>What <see cref="Bucket"/> is when no bucket decided.</summary>
    public const int NoBucket = -1;

    /// <summary>Makes an answer.</summary>
    public EvaluationResult()
    {
    }

    /// <summary>The value; of type unspecified on error.</summary>
    public FlagValue Value { get; init; }

    /// <summary>Key of the variant; null on error.</summary>
    public string? Variant { get; init; }

    /// <summary>Why.</summary>
    public EvaluationReason Reason { get; init; }

    /// <summary>Why not.</summary>
    public EvaluationErrorCode ErrorCode { get; init; }

    /// <summary><c>bucket(flag key, unit)</c>, 0 to 9999; <see cref="NoBucket"/> when it was not needed.</summary>
    public int Bucket { get; init; } = NoBucket;

    /// <summary>Rule that decided; null when none did.</summary>
    public string? RuleKey { get; init; }

    /// <summary>Experiment that decided; null when none did. An answer with one is an exposure.</summary>
    public string? ExperimentKey { get; init; }

    /// <summary>Version of the flag; 0 without a flag.</summary>
    public long FlagVersion { get; init; }

    /// <summary>Revision of the snapshot that answered.</summary>
    public Revision Revision { get; init; }
}
