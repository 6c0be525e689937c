namespace GrpcExp.Load.Verdicts;

/// <summary>Which side of a limit is good.</summary>
internal enum Demand
{
    /// <summary>Below the limit.</summary>
    Below,

    /// <summary>At the limit or above it.</summary>
    AtLeast,
}
