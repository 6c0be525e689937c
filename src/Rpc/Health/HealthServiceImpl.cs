using Grpc.Core;
using Grpc.Health.V1;
using GrpcExp.Rpc.Server;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Grpc.HealthCheck;

/// <summary>
/// grpc.health.v1: says which services of this server take calls. Register it as a singleton, map it and set the
/// states; the server as a whole is the service named "". Nothing is known until it is set. Safe for concurrent use.
/// When the host stops, every state is NOT_SERVING and watches end with UNAVAILABLE.
/// </summary>
public class HealthServiceImpl : Grpc.Health.V1.Health.HealthBase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _states = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NextChange();

    /// <summary>Sets the state of a service by its full name; "" is the server as a whole.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    public void SetStatus(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            if (!_states.TryGetValue(service, out var old) || old != status)
            {
                _states[service] = status;
                Announce();
            }
        }
    }

    /// <summary>Forgets a service: Check answers NOT_FOUND and watches see SERVICE_UNKNOWN.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
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

    /// <summary>Forgets every service.</summary>
    public void ClearAll()
    {
        lock (_lock)
        {
            _states.Clear();
            Announce();
        }
    }

    /// <inheritdoc />
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Read(request.Service).Status is { } status
            ? Task.FromResult(new HealthCheckResponse { Status = StoppingOf(context).IsCancellationRequested ? ServingStatus.NotServing : status })
            : throw new RpcException(new Status(StatusCode.NotFound, $"This server has no service '{request.Service}'."));
    }

    /// <inheritdoc />
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(responseStream);
        ArgumentNullException.ThrowIfNull(context);
        var stopping = StoppingOf(context);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        ServingStatus? sent = null;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            // State and change come from one moment, so that no change is missed; a slow reader sees the newest only.
            var (state, changed) = Read(request.Service);
            var isStopping = stopping.IsCancellationRequested;
            var status = state is null ? ServingStatus.ServiceUnknown : isStopping ? ServingStatus.NotServing : state.Value;
            if (status != sent)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
                sent = status;
            }

            if (isStopping)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
            }

            await changed.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A test double has no server.
    private static CancellationToken StoppingOf(ServerCallContext context) => (context as ServerCall)?.ServerStopping ?? default;

    private static TaskCompletionSource NextChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (ServingStatus? Status, Task Changed) Read(string service)
    {
        lock (_lock)
        {
            return (_states.TryGetValue(service, out var status) ? status : null, _changed.Task);
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
