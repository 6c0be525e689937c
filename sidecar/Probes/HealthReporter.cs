using Grpc.Health.V1;
using Grpc.HealthCheck;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Sidecar;

/// <summary>Says over grpc.health.v1 what /readyz says: serving as soon as flags can be answered, from then on for good.</summary>
internal sealed class HealthReporter : BackgroundService
{
    // Clients of flagd ask by the name of the service that they call; the empty name is the whole process.
    private static readonly string[] Services =
    [
        "",
        EvaluationService.Descriptor.FullName,
        Contracts.Flagd.V1.Service.Descriptor.FullName,
        Contracts.Flagd.V2.Service.Descriptor.FullName,
    ];

    private readonly SnapshotState _state;
    private readonly HealthServiceImpl _health;

    public HealthReporter(SnapshotState state, HealthServiceImpl health)
    {
        _state = state;
        _health = health;
        Report(HealthCheckResponse.Types.ServingStatus.NotServing);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _state.WaitForOtherThanAsync(null, stoppingToken).ConfigureAwait(false);
        Report(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    private void Report(HealthCheckResponse.Types.ServingStatus status)
    {
        foreach (var service in Services)
        {
            _health.SetStatus(service, status);
        }
    }
}
