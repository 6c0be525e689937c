using GrpcExp.ControlPlane;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Ingestion;

namespace GrpcExp.Unit.ControlPlane.Ingestion;

public sealed class IngestGateTests : IDisposable
{
    private readonly IngestGate _gate = new();
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task As_many_batches_as_the_bound_are_in_flight_and_one_more_is_refused()
    {
        Assert.Equal(64, Limits.IngestBatchesInFlight);
        var inFlight = Enumerable.Range(0, 64).Select(_ => EnterAsync(1)).ToList();

        var refusal = await Assert.ThrowsAsync<ControlException>(() => EnterAsync(1));

        Assert.Equal((ControlError.LimitExceeded, TimeSpan.FromSeconds(1)), (refusal.Error, refusal.RetryAfter));
        _stored.SetResult();
        await Task.WhenAll(inFlight);
        await EnterAsync(1);
    }

    [Fact]
    public async Task As_many_bytes_as_the_bound_are_in_flight_and_one_more_is_refused()
    {
        Assert.Equal(67_108_864, Limits.IngestBytesInFlight);
        Task[] inFlight = [EnterAsync(67_108_863), EnterAsync(1)];

        Assert.Equal(ControlError.LimitExceeded, (await Assert.ThrowsAsync<ControlException>(() => EnterAsync(1))).Error);

        _stored.SetResult();
        await Task.WhenAll(inFlight);
        await EnterAsync(67_108_864);
    }

    [Fact]
    public async Task Eight_batches_are_stored_at_a_time()
    {
        var storing = 0;
        Task[] inFlight = [.. Enumerable.Range(0, 9).Select(_ => _gate.RunAsync(1, CountAsync, CancellationToken.None))];

        Assert.Equal(8, storing);
        _stored.SetResult();
        await Task.WhenAll(inFlight);
        Assert.Equal(9, storing);

        Task CountAsync()
        {
            Interlocked.Increment(ref storing);
            return _stored.Task;
        }
    }

    [Fact]
    public async Task What_fails_or_gives_up_waiting_makes_room_again()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _gate.RunAsync(67_108_864, () => throw new InvalidOperationException(), CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _gate.RunAsync(67_108_864, () => Task.CompletedTask, new CancellationToken(canceled: true)));

        await _gate.RunAsync(67_108_864, () => Task.CompletedTask, CancellationToken.None);
    }

    private Task EnterAsync(int bytes) => _gate.RunAsync(bytes, () => _stored.Task, CancellationToken.None);
}
