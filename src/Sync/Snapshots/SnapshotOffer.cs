namespace GrpcExp.Sync;

/// <summary>What became of an offered snapshot, and why.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was refused; null otherwise.</param>
public readonly record struct SnapshotOffer(OfferOutcome Outcome, string? Reason = null);
