using System.Collections.Concurrent;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync.Exposures;

/// <summary>A control plane that takes, refuses, fails or hangs as a test says.</summary>
internal sealed class ScriptedSink : IExposureSink
{
    private readonly ConcurrentQueue<string> _units = new();
    private volatile Func<CancellationToken, Task> _answer = _ => Task.CompletedTask;
    private int _attempts;

    public string Name => "grpc://script";

    /// <summary>Units of all batches taken, in order.</summary>
    public IReadOnlyCollection<string> Units => _units;

    /// <summary>What was reported as dropped, by experiment.</summary>
    public ConcurrentDictionary<string, long> Dropped { get; } = new();

    public int Attempts => Volatile.Read(ref _attempts);

    public void Take() => _answer = _ => Task.CompletedTask;

    public void Fail() => _answer = _ => throw new IOException("down");

    public void Refuse() => _answer = _ => throw new ExposuresRefusedException("never", new InvalidOperationException());

    public void Hang() => _answer = cancellationToken => Task.Delay(Timeout.Infinite, cancellationToken);

    public async Task<ExposureReceipt> SendAsync(
        ExposureBatch batch, IReadOnlyList<KeyValuePair<string, long>> dropped, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        await _answer(cancellationToken);
        foreach (var exposure in batch.Exposures)
        {
            _units.Enqueue(exposure.UnitId);
        }

        foreach (var (experiment, count) in dropped)
        {
            Dropped[experiment] = count;
        }

        return new ExposureReceipt(batch.Exposures.Count, 0, 0);
    }
}
