using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Sidecar.Flagd;
using GrpcExp.Sync;
using GrpcExp.Unit.Sync;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Sidecar;

public sealed class FlagdEventsTests : IDisposable
{
    private readonly SnapshotState _state = new(TimeProvider.System);
    private readonly FiringTime _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly Channel<(string Type, Struct Data)> _events = Channel.CreateUnbounded<(string, Struct)>();
    private readonly CancellationTokenSource _caller = new();
    private readonly Task _run;

    public FlagdEventsTests()
    {
        _run = new FlagdEvents(_state, _lifetime, _time).RunAsync(
            (type, data) => _events.Writer.WriteAsync((type, data)).AsTask(), _caller.Token);
    }

    public void Dispose()
    {
        _caller.Cancel();
        _caller.Dispose();
    }

    [Fact]
    public async Task It_is_ready_with_the_first_snapshot_and_not_before()
    {
        Assert.False(_events.Reader.TryRead(out _));
        Publish(1);
        Assert.Equal("provider_ready", (await NextAsync()).Type);
    }

    [Fact]
    public async Task A_change_names_its_flags_and_what_happened_to_each()
    {
        Publish(1, "a", "b");
        await NextAsync();
        Publish(2, "b", "c");
        var (type, data) = await NextAsync();
        Assert.Equal("configuration_change", type);
        var flags = data.Fields["flags"].StructValue.Fields;
        Assert.Equal(
            ["a delete", "c write"], flags.Select(f => $"{f.Key} {f.Value.StructValue.Fields["type"].StringValue}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Twenty_seconds_without_a_change_bring_a_sign_of_life_each_time()
    {
        Publish(1);
        await NextAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(SpinWait.SpinUntil(() => _time.DueTime is not null, TimeSpan.FromSeconds(30)));
            Assert.Equal(TimeSpan.FromSeconds(20), _time.DueTime);
            _time.Fire();
            Assert.Equal("keep_alive", (await NextAsync()).Type);
        }
    }

    [Fact]
    public async Task A_stop_is_told_and_ends_the_stream_in_order()
    {
        Publish(1);
        await NextAsync();
        _lifetime.StopApplication();
        Assert.Equal("provider_shutdown", (await NextAsync()).Type);
        await _run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private void Publish(long revision, params string[] flags)
    {
        var snapshot = Snapshots.At(revision, [.. flags.Select(key => Snapshots.Switch(key))]);
        Assert.Equal(OfferOutcome.Accepted, _state.Offer(SnapshotCodec.Seal(snapshot)).Outcome);
    }

    private Task<(string Type, Struct Data)> NextAsync() =>
        _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
