namespace GrpcExp.Client.Lookups;

/// <summary>Where a link to the sidecar is: connected, connecting (then <paramref name="Next"/> ends with what comes), or waiting.</summary>
/// <param name="Connection">The open connection.</param>
/// <param name="Problem">Why there is none while waiting for the next attempt.</param>
/// <param name="Next">Ends with the next phase, while an attempt is under way.</param>
internal sealed record LinkPhase(LookupConnection? Connection, string? Problem, TaskCompletionSource<LinkPhase>? Next);
