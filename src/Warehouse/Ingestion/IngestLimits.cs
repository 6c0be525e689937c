namespace GrpcExp.Warehouse.Ingestion;

/// <summary>The bounds an ingested row must keep.</summary>
public static class IngestLimits
{
    /// <summary>Characters of an event id, key or name.</summary>
    public const int NameLength = 100;

    /// <summary>Bytes of a unit id in UTF-8: the evaluator's own bound, so that whoever was assigned can be counted.</summary>
    public const int UnitIdBytes = 500;

    /// <summary>Characters of an attribute such as a segment.</summary>
    public const int TextLength = 200;

    /// <summary>Characters of an event's properties.</summary>
    public const int PropertiesLength = 8_192;

    /// <summary>Nesting of an event's properties.</summary>
    public const int PropertiesDepth = 16;

    /// <summary>Largest magnitude of a number: sums of squares of larger ones leave the range of a double and would stop a build.</summary>
    public const double MaxNumber = 1e100;

    /// <summary>Largest bucket.</summary>
    public const int MaxBucket = 9_999;

    /// <summary>How far in the future a clock may be.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);

    /// <summary>Earliest instant accepted.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
