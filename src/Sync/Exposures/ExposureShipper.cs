using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>
/// Brings exposures from the log to the control plane. Batches wait in memory while it answers and in the spool while it does not; the
/// spool is sent when it answers again. A process that stops sends what it can and spools the rest.
/// </summary>
public sealed class ExposureShipper : BackgroundService
{
    private readonly Channel<ExposureBatch> _waiting = Channel.CreateBounded<ExposureBatch>(ExposureLimits.WaitingBatches);
    private readonly ExposureLog _log;
    private readonly IExposureSpool _spool;
    private readonly IExposureSink _sink;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ILogger<ExposureShipper> _logger;
    private volatile bool _isDown;
    private long _reportedDrops;
    private long _knownDrops;
    private long _inTouchSince;
    private TimeSpan _wait;

    /// <summary>Makes a shipper.</summary>
    /// <param name="log">Where exposures come from.</param>
    /// <param name="sink">Where they go.</param>
    /// <param name="folder">Folder of the spool; null keeps a small one in memory.</param>
    /// <param name="spoolBytes">Most bytes in that folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Chance for the jitter of the back-off.</param>
    /// <param name="logger">The log of the process.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be used.</exception>
    public ExposureShipper(
        ExposureLog log, IExposureSink sink, string? folder, long spoolBytes, TimeProvider time, Random random, ILogger<ExposureShipper> logger)
        : this(log, sink, folder is null ? new MemorySpool() : new FileSpool(folder, spoolBytes, log.Books, logger), time, random, logger)
    {
    }

    internal ExposureShipper(
        ExposureLog log, IExposureSink sink, IExposureSpool spool, TimeProvider time, Random random, ILogger<ExposureShipper> logger)
    {
        _log = log;
        _sink = sink;
        _spool = spool;
        _time = time;
        _backoff = new Backoff(random);
        _inTouchSince = time.GetTimestamp();
        _logger = logger;
    }

    /// <summary>Where the exposures are.</summary>
    public ExposureBooks Books => _log.Books;

    /// <summary>Bytes in the spool.</summary>
    public long SpooledBytes => _spool.Bytes;

    /// <summary>False while the control plane does not take exposures.</summary>
    public bool IsInTouch => !_isDown;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (ExecuteTask is { } loops)
        {
            // The host may be out of patience already; what is being sent must still be acknowledged or kept.
            await loops.WaitAsync(ExposureLimits.Drain, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // The loops are over: what is still here is spooled, and nothing more comes, because all listeners have stopped.
        Collect();
        while (_waiting.Reader.TryRead(out var batch))
        {
            Spool(batch, orElseWait: false);
        }

        if (!_spool.IsDurable && Books.Balance.Spooled is > 0 and var lost)
        {
            Log.ExposuresLost(_logger, lost);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(CollectAsync(stoppingToken), SendAsync(stoppingToken), AuditAsync(stoppingToken));

    private async Task CollectAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _log.BatchIsFull.WaitAsync(ExposureLimits.Interval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Collect();
        }

        Collect();
        _waiting.Writer.TryComplete();
    }

    private void Collect()
    {
        while (_log.Take() is { } batch)
        {
            if (_isDown || !_waiting.Writer.TryWrite(batch))
            {
                Spool(batch, orElseWait: true);
            }
        }

        ReportDrops();
    }

    private async Task SendAsync(CancellationToken stoppingToken)
    {
        using var drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var registration = stoppingToken.Register(() => drained.CancelAfter(ExposureLimits.Drain)).ConfigureAwait(false);
        while (!drained.IsCancellationRequested)
        {
            if (_waiting.Reader.TryRead(out var batch))
            {
                await SendAsync(batch, fromSpool: false, drained.Token).ConfigureAwait(false);
            }
            else if (!stoppingToken.IsCancellationRequested && _spool.Peek() is { } spooled)
            {
                await SendAsync(spooled, fromSpool: true, drained.Token).ConfigureAwait(false);
            }
            else if (!await WaitAsync(drained.Token).ConfigureAwait(false))
            {
                return;
            }

            if (_isDown)
            {
                if (stoppingToken.IsCancellationRequested)
                {
                    return;
                }

                await Task.Delay(_wait, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // False when nothing more will come.
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task SendAsync(ExposureBatch batch, bool fromSpool, CancellationToken cancellationToken)
    {
        try
        {
            var dropped = Books.Balance.Dropped;
            var receipt = await _sink.SendAsync(batch, dropped > _knownDrops ? Books.DroppedByExperiment : [], cancellationToken).ConfigureAwait(false);
            _knownDrops = dropped;
            if (fromSpool)
            {
                _spool.Remove();
            }

            Books.Acknowledge(batch.Exposures.Count, fromSpool, receipt);
            if (receipt.Rejected > 0)
            {
                Log.ExposuresRejected(_logger, receipt.Rejected, _sink.Name, receipt.FirstReason ?? "");
            }

            if (_isDown)
            {
                _isDown = false;
                _inTouchSince = _time.GetTimestamp();
                Log.ExposuresFlow(_logger, _sink.Name, Books.Balance.Spooled);
            }
        }
        catch (ExposuresRefusedException exception)
        {
            Refuse(batch, fromSpool, exception.Message);
        }
#pragma warning disable CA1031 // Whatever is wrong with the other side, the process goes on and keeps the batch.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!fromSpool)
            {
                Spool(batch, orElseWait: true);
            }

            _wait = _backoff.Next(_isDown ? TimeSpan.Zero : _time.GetElapsedTime(_inTouchSince));
            if (!_isDown)
            {
                _isDown = true;
                Log.ExposuresStuck(_logger, _sink.Name, exception is RpcException rpc ? $"{rpc.StatusCode}: {rpc.Status.Detail}" : exception.Message);
            }
        }
    }

    private void Refuse(ExposureBatch batch, bool fromSpool, string reason)
    {
        Log.ExposuresRefused(_logger, batch.Exposures.Count, _sink.Name, reason);
        if (fromSpool)
        {
            _spool.Remove();
        }

        Books.Drop(batch, fromSpool);
    }

    // A spool that is full or cannot be written leaves the places in memory.
    private void Spool(ExposureBatch batch, bool orElseWait)
    {
        if (_spool.TryAppend(batch, out var problem))
        {
            Books.Spool(batch.Exposures.Count);
            return;
        }

        if (orElseWait && _waiting.Writer.TryWrite(batch))
        {
            return;
        }

        _log.Forget(batch);
        Books.Drop(batch, fromSpool: false);
        Log.ExposuresNotSpooled(_logger, batch.Exposures.Count, problem);
    }

    // A full queue drops row by row, too often for a line each.
    private void ReportDrops()
    {
        var dropped = Books.Balance.Dropped;
        if (dropped > _reportedDrops)
        {
            Log.ExposuresDropped(_logger, dropped - _reportedDrops, dropped);
            _reportedDrops = dropped;
        }
    }

    private async Task AuditAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(ExposureLimits.Audit, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Books.Balance is { Unaccounted: not 0 } balance)
            {
                Log.ExposuresUnaccounted(_logger, balance.Unaccounted, balance.ToString());
            }
        }
    }
}
