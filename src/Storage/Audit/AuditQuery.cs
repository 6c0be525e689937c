namespace GrpcExp.Storage.Audit;

/// <summary>Which audit events to read.</summary>
/// <param name="AfterSequence">Only later ones; 0 for all.</param>
/// <param name="Resource">Only this resource; empty for all.</param>
/// <param name="Take">At most so many.</param>
public sealed record AuditQuery(long AfterSequence, string Resource, int Take);
