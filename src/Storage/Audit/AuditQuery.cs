namespace GrpcExp.Storage.Audit;

/// <summary>Which audit events to read.</summary>
/// <param name="AfterSequence">Only later ones; 0 for all.</param>
/// <param name="Resource">Only this resource; empty for all.</param>
/// <param name="Take">At most so many.</param>
public sealed record AuditQuery(long AfterSequence, string Resource, int Take)
{
    /// <summary>Only what this actor did; default empty: all.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Only this action; default empty: all.</summary>
    public string Action { get; init; } = "";

    /// <summary>Only events of then or later, UTC; default null: all.</summary>
    public DateTime? From { get; init; }

    /// <summary>Only earlier events, UTC; default null: all.</summary>
    public DateTime? To { get; init; }
}
