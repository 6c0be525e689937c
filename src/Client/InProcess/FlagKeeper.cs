using GrpcExp.Client.Evaluations;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Client.InProcess;

/// <summary>Keeps the snapshot: the disk's first, the bundled one when the disk has none, then whatever the sources say.</summary>
internal sealed class FlagKeeper : IAsyncDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly SnapshotFollower _follower;
    private readonly SnapshotSaver? _saver;
    private readonly ExposureShipper? _shipper;
    private readonly LoadedSnapshot? _first;
    private readonly AnswerOrigin _firstOrigin;
    private readonly Task _starting;

    /// <exception cref="ArgumentException">An option cannot be used; the message says which and why.</exception>
    /// <exception cref="IOException">The data folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The data folder must not be made.</exception>
    public FlagKeeper(InProcessOptions options, GrpcExpClientOptions clientOptions)
    {
        if (options.ClientId.Length > 200)
        {
            throw new ArgumentException($"ClientId: its {options.ClientId.Length} characters are over the limit of 200; shorten it.", nameof(options));
        }

        if (options.SpoolBytes < 1)
        {
            throw new ArgumentException($"SpoolBytes: {options.SpoolBytes} is refused: give at least 1.", nameof(options));
        }

        var time = clientOptions.Time;
        State = new SnapshotState(time, options.Environment);
        var store = Load(options, clientOptions);
        _firstOrigin = State.Current is null ? AnswerOrigin.CallerDefault : AnswerOrigin.Disk;
        if (State.Current is null && !options.BundledDefaults.IsEmpty)
        {
            var bundled = BundledSnapshot.Read(options.BundledDefaults.Span, options.Environment);
            State.OfferStored(bundled, time.GetUtcNow());
            _firstOrigin = AnswerOrigin.Bundled;
            Log.BundledServed(clientOptions.LoggerFactory.CreateLogger<GrpcExpClient>());
        }

        _first = State.Current;
        _saver = store is null ? null : new SnapshotSaver(State, store, time, clientOptions.LoggerFactory.CreateLogger<SnapshotSaver>());
        _follower = new SnapshotFollower(
            State,
            [.. options.Sources.Select(source => source.Open(options, time, _owned))],
            time,
            new Random(clientOptions.Jitter.Next()),
            clientOptions.LoggerFactory.CreateLogger<SnapshotFollower>());
        ExposureLog? exposures = null;
        if (options.Exposures is { } target)
        {
            exposures = new ExposureLog(options.Environment, new ExposureBooks());
            _shipper = new ExposureShipper(
                exposures,
                target.Open(time, _owned),
                options.DataFolder is null ? null : Path.Combine(options.DataFolder, $"{options.Environment}.exposures"),
                options.SpoolBytes,
                time,
                new Random(clientOptions.Jitter.Next()),
                clientOptions.LoggerFactory.CreateLogger<ExposureShipper>());
        }

        Evaluator = new SnapshotEvaluator(State, time, new EvaluationCounters(), exposures);
        _starting = Task.Run(StartAsync);
    }

    /// <summary>Holds the snapshot.</summary>
    public SnapshotState State { get; }

    /// <summary>Answers from the snapshot, and records exposures where they are wanted.</summary>
    public SnapshotEvaluator Evaluator { get; }

    /// <summary>Name of the source in touch; null when none is.</summary>
    public string? SourceInTouch => _follower.SourceInTouch;

    /// <summary>Where the snapshot being served is from. What a source vouches for is not the disk's any more.</summary>
    public AnswerOrigin Origin => State.Current is not { } current ? AnswerOrigin.CallerDefault
        : ReferenceEquals(current, _first) && State.StaleAge is not null ? _firstOrigin
        : AnswerOrigin.Memory;

    public async ValueTask DisposeAsync()
    {
        await _starting.ConfigureAwait(false);
        await _follower.StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (_saver is not null)
        {
            await _saver.StopAsync(CancellationToken.None).ConfigureAwait(false);
            _saver.Dispose();
        }

        if (_shipper is not null)
        {
            await _shipper.StopAsync(CancellationToken.None).ConfigureAwait(false);
            _shipper.Dispose();
        }

        _follower.Dispose();
        _owned.ForEach(one => one.Dispose());
    }

    private SnapshotFileStore? Load(InProcessOptions options, GrpcExpClientOptions clientOptions)
    {
        if (options.DataFolder is null)
        {
            return null;
        }

        var store = new SnapshotFileStore(options.DataFolder, options.Environment, clientOptions.LoggerFactory.CreateLogger<SnapshotFileStore>());
        store.Prepare();
        store.Load(State);
        return store;
    }

    private async Task StartAsync()
    {
        await _follower.StartAsync(CancellationToken.None).ConfigureAwait(false);
        if (_saver is not null)
        {
            await _saver.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }

        if (_shipper is not null)
        {
            await _shipper.StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
