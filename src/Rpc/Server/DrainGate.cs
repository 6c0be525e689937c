using Microsoft.Extensions.Hosting;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// Closed once the host begins to stop: calls under way go on to their end, new ones are UNAVAILABLE, so that their callers
/// turn to another server while this one drains.
/// </summary>
internal sealed class DrainGate : IDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private volatile bool _isDraining;

    public DrainGate(IHostApplicationLifetime? lifetime = null)
    {
        _registration = lifetime?.ApplicationStopping.UnsafeRegister(static g => ((DrainGate)g!)._isDraining = true, this) ?? default;
    }

    public bool IsDraining => _isDraining;

    public void Dispose() => _registration.Dispose();
}
