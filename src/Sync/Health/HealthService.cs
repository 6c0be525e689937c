using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcExp.Sync.Health;

/// <summary>
/// grpc.health.v1: says which services of this server take calls. Register it as a singleton and set the states;
/// the server as a whole is the service named "", and SERVING until told otherwise. Safe for concurrent use.
/// When the host stops, every state becomes NOT_SERVING and watches end.
/// </summary>
public sealed class HealthService : Grpc.Health.V1.Health.HealthBase, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _states = new(StringComparer.Ordinal) { [""] = ServingStatus.Serving };
    private readonly CancellationTokenRegistration _hostStops;
    private TaskCompletionSource _changed = NextChange();
    private bool _isStopping;

    /// <summary>A service that follows the life of a host; null means none, as in a test.</summary>
    public HealthService(IHostApplicationLifetime? lifetime = null)
    {
        _hostStops = lifetime?.ApplicationStopping.UnsafeRegister(static s => ((HealthService)s!).Stop(), this) ?? default;
    }

    /// <summary>Sets the state of a service by its full name; "" is the server as a whole. Ignored once the host stops.</summary>
    public void SetStatus(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            if (_isStopping || (_states.TryGetValue(service, out var old) && old == status))
            {
                return;
            }

            _states[service] = status;
            Announce();
        }
    }

    /// <summary>Forgets a service: Check answers NOT_FOUND and watches see SERVICE_UNKNOWN.</summary>
    public void ClearStatus(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            if (_states.Remove(service))
            {
                Announce();
            }
        }
    }

    /// <inheritdoc />
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        Read(request.Service).Status is { } status
            ? Task.FromResult(new HealthCheckResponse { Status = status })
            : throw new RpcException(new Status(StatusCode.NotFound, $"This server has no service '{request.Service}'."));

    /// <inheritdoc />
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        ServingStatus? sent = null;
        while (true)
        {
            // State and change come from one moment, so that no change is missed; a slow reader sees the newest only.
            var (state, changed, isStopping) = Read(request.Service);
            var status = state ?? ServingStatus.ServiceUnknown;
            if (status != sent)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken);
                sent = status;
            }

            if (isStopping)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
            }

            await changed.WaitAsync(context.CancellationToken);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _hostStops.Dispose();

    private static TaskCompletionSource NextChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (ServingStatus? Status, Task Changed, bool IsStopping) Read(string service)
    {
        lock (_lock)
        {
            return (_states.TryGetValue(service, out var status) ? status : null, _changed.Task, _isStopping);
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            _isStopping = true;
            foreach (var service in _states.Keys)
            {
                _states[service] = ServingStatus.NotServing;
            }

            Announce();
        }
    }

    // Wakes every watch; called under the lock.
    private void Announce()
    {
        var before = _changed;
        _changed = NextChange();
        before.SetResult();
    }
}
