namespace GrpcExp.Sidecar.OpenFeature;

/// <summary>Names of the OpenFeature specification that flagd and OFREP have in common.</summary>
internal static class OpenFeatureNames
{
    /// <summary>Field of a context that holds the unit's id.</summary>
    public const string TargetingKey = "targetingKey";

    /// <summary>Field of a context that says whether the answer is an exposure; our own, and no attribute.</summary>
    public const string RecordExposures = "grpcexp.recordExposures";

    public const string Static = "STATIC";
    public const string Default = "DEFAULT";
    public const string TargetingMatch = "TARGETING_MATCH";
    public const string Split = "SPLIT";
    public const string Disabled = "DISABLED";
    public const string Stale = "STALE";
    public const string Error = "ERROR";

    public const string FlagNotFound = "FLAG_NOT_FOUND";
    public const string TypeMismatch = "TYPE_MISMATCH";
    public const string TargetingKeyMissing = "TARGETING_KEY_MISSING";
    public const string InvalidContext = "INVALID_CONTEXT";
    public const string ProviderNotReady = "PROVIDER_NOT_READY";
    public const string ParseError = "PARSE_ERROR";
}
