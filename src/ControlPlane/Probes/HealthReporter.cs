using Grpc.Health.V1;
using Grpc.HealthCheck;

namespace GrpcExp.ControlPlane.Probes;

/// <summary>Says over grpc.health.v1 what <c>/readyz</c> says, asked anew every second.</summary>
internal sealed class HealthReporter(Readiness readiness, HealthServiceImpl health, TimeProvider time) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Whoever asks as soon as the port is open gets an answer.
        await ReportAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Limits.Heartbeat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await ReportAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var report = await readiness.CheckAsync(cancellationToken).ConfigureAwait(false);
        if (!report.IsStopping)
        {
            health.SetStatus("", report.IsReady ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing);
        }
    }
}
