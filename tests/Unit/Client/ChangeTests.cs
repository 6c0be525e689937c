using GrpcExp.Client;
using GrpcExp.Client.Changes;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Client;

public sealed class ChangeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_throws_costs_the_others_nothing()
    {
        var notifier = new ChangeNotifier(this, NullLogger.Instance);
        var told = new TaskCompletionSource<FlagsChangedEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(notifier.Add((_, _) => throw new InvalidOperationException("a defect of the application")));
        Assert.False(notifier.Add((_, change) => told.TrySetResult(change)));
        notifier.Publish("e", 3, ["b", "a"]);
        var change = await told.Task.WaitAsync(Cancelled);
        Assert.Equal(("e", 3), (change.Epoch, change.Revision));
        Assert.Equal(["a", "b"], change.FlagKeys!);
        Assert.True(change.Concerns("a") && !change.Concerns("c"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_happens_while_a_handler_runs_comes_as_one_change(bool isUnknown)
    {
        var notifier = new ChangeNotifier(this, NullLogger.Instance);
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var told = new List<FlagsChangedEventArgs>();
        notifier.Add((_, change) =>
        {
            lock (told)
            {
                told.Add(change);
            }

            entered.Release();
            release.Wait(Cancelled);
        });
        notifier.Publish("e", 1, ["a"]);
        await entered.WaitAsync(Cancelled);
        notifier.Publish("e", 2, ["b"]);
        notifier.Publish("e", 3, isUnknown ? null : ["c"]);
        notifier.Publish("e", 4, ["d"]);
        release.Release(2);
        await entered.WaitAsync(Cancelled);
        Assert.Equal([1, 4], told.Select(change => change.Revision));
        Assert.Equal(isUnknown ? null : ["b", "c", "d"], told[1].FlagKeys);
    }

    [Theory]
    [InlineData(ClientLimits.ChangedFlags, false)]
    [InlineData(ClientLimits.ChangedFlags + 1, true)]
    public async Task More_keys_than_the_limit_mean_any_flag(int keys, bool isAny)
    {
        var notifier = new ChangeNotifier(this, NullLogger.Instance);
        var told = new TaskCompletionSource<FlagsChangedEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        notifier.Add((_, change) => told.TrySetResult(change));
        notifier.Publish("e", 1, [.. Enumerable.Range(0, keys).Select(i => $"flag-{i}")]);
        Assert.Equal(isAny, (await told.Task.WaitAsync(Cancelled)).FlagKeys is null);
    }

    [Fact]
    public void A_revision_counts_once_and_an_older_one_only_on_a_fresh_connection_or_in_another_epoch()
    {
        var served = new ServedRevision(new ChangeNotifier(this, NullLogger.Instance));
        served.Observe("e", 0, isFresh: true);
        Assert.Equal(("", 0), (served.Epoch, served.Revision));
        served.Observe("e", 5, isFresh: true);
        served.Observe("e", 4, isFresh: false);
        Assert.Equal(("e", 5), (served.Epoch, served.Revision));
        served.Observe("e", 3, isFresh: true);
        Assert.Equal(("e", 3), (served.Epoch, served.Revision));
        served.Observe("restored", 1, isFresh: false);
        Assert.Equal(("restored", 1), (served.Epoch, served.Revision));
    }

    [Fact]
    public async Task The_raw_client_asks_for_the_revision_every_second_only_while_somebody_listens()
    {
        var time = new ManualTime();
        long revision = 1;
        var requests = 0;
        await using var server = new RawServer(LookupResponse? (request) =>
        {
            Interlocked.Increment(ref requests);
            return new LookupResponse { RequestId = request.RequestId, Epoch = "e", Revision = Interlocked.Read(ref revision) };
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Time = time });
        long told = 0;
        void Handler(object? sender, FlagsChangedEventArgs change) => Interlocked.Exchange(ref told, change.FlagKeys is null ? change.Revision : -1);
        client.FlagsChanged += Handler;
        await Until.TrueAsync(() => Interlocked.Read(ref told) == 1);
        Interlocked.Exchange(ref revision, 2);
        await Until.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Interlocked.Read(ref told) == 2;
        });
        client.FlagsChanged -= Handler;
        await Until.TrueAsync(() => time.SetTimers <= 1);
        var before = Volatile.Read(ref requests);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await client.WaitUntilReadyAsync(TimeSpan.Zero, Cancelled));
        Assert.InRange(Volatile.Read(ref requests), before + 1, before + 2);
    }
}
