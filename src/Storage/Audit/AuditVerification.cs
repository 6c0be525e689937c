namespace GrpcExp.Storage.Audit;

/// <summary>What recomputing the audit chain found.</summary>
/// <param name="Events">Events read.</param>
/// <param name="FirstBadSequence">First sequence number at fault; 0 when the chain is intact.</param>
/// <param name="Detail">What is wrong there; empty when the chain is intact.</param>
public sealed record AuditVerification(long Events, long FirstBadSequence, string Detail)
{
    /// <summary>True when every hash fits and no event is missing.</summary>
    public bool Intact => FirstBadSequence == 0;
}
