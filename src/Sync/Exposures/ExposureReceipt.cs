namespace GrpcExp.Sync;

/// <summary>What became of the exposures of one batch; all of them are acknowledged.</summary>
/// <param name="Accepted">Stored now.</param>
/// <param name="Duplicate">Stored before.</param>
/// <param name="Rejected">Refused, and kept with the reason.</param>
/// <param name="FirstReason">Why the first one was refused; null when none was.</param>
public readonly record struct ExposureReceipt(long Accepted, long Duplicate, long Rejected, string? FirstReason = null);
