using Microsoft.Extensions.Hosting;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// Closed once the host begins to stop: calls under way go on to their end, new ones are UNAVAILABLE, so that their callers
/// turn to another server while this one drains.
/// </summary>
internal sealed class DrainGate(IHostApplicationLifetime? lifetime = null)
{
    /// <summary>Cancelled when the host begins to stop; never where there is no host.</summary>
    public CancellationToken Stopping { get; } = lifetime?.ApplicationStopping ?? CancellationToken.None;

    public bool IsDraining => Stopping.IsCancellationRequested;
}
