using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>
/// Follows sources in the order given: a later one only while every earlier one is lost, and no longer than that. Lost
/// sources are tried again with back-off meanwhile.
/// </summary>
public sealed class SnapshotFollower : BackgroundService
{
    /// <summary>How long a source may take to get in touch before the next one is tried as well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly SnapshotState _state;
    private readonly TimeProvider _time;
    private readonly ILogger<SnapshotFollower> _logger;
    private readonly FollowedSource[] _sources;
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>Makes a follower.</summary>
    /// <param name="state">Takes the snapshots.</param>
    /// <param name="sources">The sources, best first.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Chance for the jitter of the back-off.</param>
    /// <param name="logger">The log.</param>
    public SnapshotFollower(
        SnapshotState state, IReadOnlyList<ISnapshotSource> sources, TimeProvider time, Random random, ILogger<SnapshotFollower> logger)
    {
        _state = state;
        _time = time;
        _logger = logger;
        _sources = [.. sources.Select(source => new FollowedSource(source, new Backoff(random)))];
    }

    /// <summary>Name of the source in touch; null when none is.</summary>
    public string? SourceInTouch
    {
        get
        {
            lock (_lock)
            {
                return Array.Find(_sources, source => source.IsInTouch)?.Source.Name;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await StartAndStopAsync(stoppingToken).ConfigureAwait(false);
                await _changed.WaitAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_sources.Select(source => source.Running)).ConfigureAwait(false);
        }
    }

    private async Task StartAndStopAsync(CancellationToken stoppingToken)
    {
        var wanted = true;
        foreach (var source in _sources)
        {
            if (wanted && source.Stop is null)
            {
                source.Stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                source.Running = FollowAsync(source, source.Stop.Token);
            }
            else if (!wanted && source.Stop is not null)
            {
                await source.Stop.CancelAsync().ConfigureAwait(false);
                await source.Running.ConfigureAwait(false);
                source.Stop.Dispose();
                source.Stop = null;
                source.IsLost = false;
            }

            wanted &= source.IsLost;
        }
    }

    private async Task FollowAsync(FollowedSource source, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var start = _time.GetTimestamp();
            await using var patience = _time.CreateTimer(_ => LosePatience(source), null, Patience, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            try
            {
                var link = new SourceLink(_state, source.Source.Name, _logger, inTouch => SetTouch(source, inTouch));
                await source.Source.FollowAsync(link, cancellationToken).ConfigureAwait(false);
                throw new InvalidOperationException("it ended without a reason");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                SetTouch(source, inTouch: false);
                return;
            }
#pragma warning disable CA1031 // Whatever loses a source, the process goes on with the next one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.SourceLost(_logger, source.Source.Name, exception.Message);
                var health = source.IsInTouch ? _time.GetElapsedTime(start) : TimeSpan.Zero;
                SetTouch(source, inTouch: false);
                await Task.Delay(source.Backoff.Next(health), _time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // A source that answers nothing must not keep the next one waiting.
    private void LosePatience(FollowedSource source)
    {
        if (!source.IsInTouch)
        {
            SetTouch(source, inTouch: false);
        }
    }

    private void SetTouch(FollowedSource source, bool inTouch)
    {
        lock (_lock)
        {
            if (source.Stop is null || (source.IsInTouch == inTouch && source.IsLost != inTouch))
            {
                return;
            }

            source.IsInTouch = inTouch;
            source.IsLost = !inTouch;
            if (!_sources.Any(other => other.IsInTouch))
            {
                _state.LoseTouch();
            }
        }

        _changed.Release();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _changed.Dispose();
        base.Dispose();
    }

    private sealed class FollowedSource(ISnapshotSource source, Backoff backoff)
    {
        public ISnapshotSource Source { get; } = source;

        public Backoff Backoff { get; } = backoff;

        public Task Running { get; set; } = Task.CompletedTask;

        public CancellationTokenSource? Stop { get; set; }

        public volatile bool IsInTouch;

        public volatile bool IsLost;
    }
}
