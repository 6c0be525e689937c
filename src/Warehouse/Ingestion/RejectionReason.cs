namespace GrpcExp.Warehouse.Ingestion;

/// <summary>Why a row was not accepted. Stored and reported in lower snake case.</summary>
public enum RejectionReason
{
    /// <summary>A required field is absent or blank.</summary>
    MissingField,

    /// <summary>The bucket is outside 0..9999.</summary>
    BucketOutOfRange,

    /// <summary>A timestamp has an offset other than zero.</summary>
    NotUtc,

    /// <summary>A timestamp lies before 2000-01-01 or more than a day in the future.</summary>
    TimestampOutOfRange,

    /// <summary>A text is longer than its limit.</summary>
    TooLong,

    /// <summary>A number is NaN, infinite or beyond 1e100.</summary>
    NotFinite,

    /// <summary>A text contains control characters, which no database column should carry.</summary>
    InvalidText,

    /// <summary>The properties are not a JSON object.</summary>
    InvalidJson,
}
