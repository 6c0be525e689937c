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
        _saver = store is null ? null : new SnapshotSaver(State, store, clientOptions.LoggerFactory.CreateLogger<SnapshotSaver>());
        _follower = new SnapshotFollower(
            State,
            [.. options.Sources.Select(source => source.Open(options, time, _owned))],
            time,
            new Random(clientOptions.Jitter.Next()),
            clientOptions.LoggerFactory.CreateLogger<SnapshotFollower>());
        _starting = Task.Run(StartAsync);
    }

    /// <summary>Holds the snapshot.</summary>
    public SnapshotState State { get; }

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
    }
}
