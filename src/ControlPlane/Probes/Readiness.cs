using GrpcExp.ControlPlane.Distribution;
using GrpcExp.ControlPlane.Jobs;
using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using GrpcExp.Warehouse;

namespace GrpcExp.ControlPlane.Probes;

/// <summary>
/// Asks everything that the server needs whether it is there. Whoever can reach the port may ask, so an answer is kept for
/// <see cref="Limits.ProbeAge"/>: no crowd of probes is a crowd of queries.
/// </summary>
internal sealed class Readiness(
    ControlStore store,
    WarehouseDatabase warehouse,
    JobScheduler scheduler,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    RedisLink? redis = null) : IDisposable
{
    private readonly SemaphoreSlim _asking = new(1, 1);
    private IReadOnlyList<(string, PartStatus)>? _parts;
    private long _askedAt;

    public async Task<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_parts is null || time.GetElapsedTime(_askedAt) >= Limits.ProbeAge)
            {
                _parts = await AskAsync(cancellationToken).ConfigureAwait(false);
                _askedAt = time.GetTimestamp();
            }

            return new ReadinessReport(lifetime.ApplicationStopping.IsCancellationRequested, _parts);
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<IReadOnlyList<(string, PartStatus)>> AskAsync(CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(Limits.ProbeTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        var control = AnswersAsync(store.ReadPositionAsync(limit.Token), cancellationToken);
        var events = AnswersAsync(warehouse.PingAsync(limit.Token), cancellationToken);
        return
        [
            ("control_database", await control.ConfigureAwait(false)),
            ("warehouse", await events.ConfigureAwait(false)),
            ("scheduler", scheduler.Status),
            ("redis", redis is null ? PartStatus.Off : redis.IsUp ? PartStatus.Up : PartStatus.Down),
        ];
    }

    private static async Task<PartStatus> AnswersAsync(Task question, CancellationToken cancellationToken)
    {
        try
        {
            await question.ConfigureAwait(false);
            return PartStatus.Up;
        }
        catch (Exception exception) when (exception is StorageException or WarehouseException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return PartStatus.Down;
        }
    }
}
