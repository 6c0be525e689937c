namespace GrpcExp.Warehouse.Projects;

/// <summary>How the rows of a table lie on the workers of a distributed server (Citus).</summary>
/// <param name="Column">Column whose hash says on which worker a row lies; null for a reference table, which every worker has in full.</param>
internal sealed record Distribution(string? Column)
{
    /// <summary>What a yml writes for a reference table.</summary>
    public const string Reference = "reference";

    /// <summary>As a yml states it.</summary>
    public override string ToString() => Column ?? Reference;

    /// <summary>Reads <c>distribution_column</c> of a yml; null when it is absent.</summary>
    public static Distribution? Parse(string? stated) => stated is null or "" ? null : new Distribution(stated == Reference ? null : stated);
}
