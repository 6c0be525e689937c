using GrpcExp.Client;
using GrpcExp.Client.Lookups;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Tests;

namespace GrpcExp.Unit.Client;

public sealed class RawPoolTests
{
    private static readonly UnitContext Unit = new("u1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_are_spread_over_the_connections()
    {
        using var release = new ManualResetEventSlim();
        await using var server = new RawServer(LookupResponse? (request) =>
        {
            release.Wait(Cancelled);
            return Yes(request);
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Connections = 3, Timeout = TimeSpan.FromSeconds(30) });
        var first = client.GetBoolAsync("flag", Unit, false, Cancelled).AsTask();
        await Until.TrueAsync(() => server.Connections == 3);
        var answers = Enumerable.Range(0, 5).Select(_ => client.GetBoolAsync("flag", Unit, false, Cancelled).AsTask()).ToList();
        release.Set();
        Assert.All(await Task.WhenAll([first, .. answers]), Assert.True);
        Assert.Equal(3, server.Connections);
    }

    [Fact]
    public async Task One_request_over_the_limit_gets_its_default_at_once()
    {
        using var release = new ManualResetEventSlim();
        await using var server = new RawServer(LookupResponse? (request) =>
        {
            release.Wait(Cancelled);
            return Yes(request);
        });
        await using var client = GrpcExpClient.ForRawSocket(
            server.Path, new GrpcExpClientOptions { InFlightPerConnection = 100, Timeout = TimeSpan.FromSeconds(30) });
        var pending = new List<Task<bool>> { client.GetBoolAsync("flag", Unit, false, Cancelled).AsTask() };
        await Until.TrueAsync(() => server.Connections == 1 && client.Status.Source.Length > 0);
        pending.AddRange(Enumerable.Range(0, 99).Select(_ => client.GetBoolAsync("flag", Unit, false, Cancelled).AsTask()));
        var over = await client.EvaluateBoolAsync("flag", Unit, false, Cancelled);
        Assert.False(over.IsAnswered);
        Assert.Contains("InFlightPerConnection", over.ErrorDetail, StringComparison.Ordinal);
        release.Set();
        Assert.All(await Task.WhenAll(pending), Assert.True);
        Assert.True(await client.GetBoolAsync("flag", Unit, false, Cancelled));
    }

    [Fact]
    public async Task A_request_over_its_size_is_refused_here_and_costs_the_others_nothing()
    {
        await using var server = new RawServer(Yes);
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Timeout = TimeSpan.FromSeconds(30) });

        // Id, tags and lengths of the frame around a key of a mebibyte less 14 bytes.
        var largest = new string('k', ClientLimits.RequestBytes - 14 - (1 + new UnitContext("u1").ToMessage().CalculateSize()));
        Assert.True((await client.EvaluateBoolAsync(largest, Unit, false, Cancelled)).IsAnswered);
        var over = await client.EvaluateBoolAsync(largest + "kk", Unit, false, Cancelled);
        Assert.Contains("RequestBytes", over.ErrorDetail, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task While_waiting_for_the_next_attempt_callers_are_told_at_once_and_afterwards_they_are_answered()
    {
        var time = new ManualTime();
        var folder = Directory.CreateTempSubdirectory("gx-");
        var path = Path.Combine(folder.FullName, "raw.sock");
        await using var client = GrpcExpClient.ForRawSocket(path, new GrpcExpClientOptions { Time = time, Jitter = new Random(1) });
        var first = await client.EvaluateBoolAsync("flag", Unit, false, Cancelled);
        Assert.Contains(path, first.ErrorDetail, StringComparison.Ordinal);
        await Until.TrueAsync(() => client.Status.State == ClientState.Unavailable && time.SetTimers == 1);
        Assert.Contains(path, (await client.EvaluateBoolAsync("flag", Unit, false, Cancelled)).ErrorDetail, StringComparison.Ordinal);
        await using var server = new RawServer(Yes, path);
        Assert.False(await client.GetBoolAsync("flag", Unit, false, Cancelled));
        time.Advance(TimeSpan.FromMilliseconds(50));
        await Until.TrueAsync(() => client.Status.Source == path);
        Assert.True(await client.GetBoolAsync("flag", Unit, false, Cancelled));
        Assert.Equal(ClientState.Ready, client.Status.State);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_answer_that_is_late_is_not_taken_for_the_next_one()
    {
        var time = new ManualTime();
        using var release = new SemaphoreSlim(0);
        await using var server = new RawServer(LookupResponse? (request) =>
        {
            release.Wait(Cancelled);
            return new LookupResponse
            {
                RequestId = request.RequestId,
                Evaluations = { request.Evaluations.Select(one => new EvaluateResponse { Value = new FlagValue { StringValue = one.FlagKey } }) },
            };
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Time = time, Timeout = TimeSpan.FromMilliseconds(100) });
        var late = client.EvaluateStringAsync("late", Unit, "default", Cancelled).AsTask();
        await Until.TrueAsync(() => client.Status.Source.Length > 0 && time.SetTimers > 0);
        await Task.Yield();
        while (!late.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, Cancelled);
            Assert.True(time.GetUtcNow().Second < 4, "The request did not expire.");
        }

        Assert.Equal(("default", "No answer within 100 ms."), ((await late).Value, (await late).ErrorDetail));
        var next = client.EvaluateStringAsync("next", Unit, "default", Cancelled).AsTask();
        release.Release(2);
        Assert.Equal("next", (await next).Value);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_connection_that_stays_silent_is_given_up()
    {
        var time = new ManualTime();
        var requests = 0;
        using var end = new ManualResetEventSlim();
        await using var server = new RawServer(LookupResponse? (request) =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                end.Wait(Cancelled);
            }

            return Yes(request);
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Time = time });
        var pending = client.GetBoolAsync("flag", Unit, false, Cancelled).AsTask();
        await Until.TrueAsync(() => Volatile.Read(ref requests) == 1);
        await Until.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return server.Connections == 2;
        });
        Assert.False(await pending);
        Assert.True(LookupConnection.LongestSilence >= TimeSpan.FromSeconds(5));
        end.Set();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(17, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 65_537)]
    public void An_option_out_of_its_range_is_refused(int connections, int inFlight)
    {
        var options = new GrpcExpClientOptions { Connections = connections, InFlightPerConnection = inFlight };
        Assert.Contains("is refused; give 1 to", Assert.Throws<ArgumentOutOfRangeException>(() => GrpcExpClient.ForRawSocket("/s", options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_at_their_limits_are_taken()
    {
        await using var most = GrpcExpClient.ForRawSocket("/s", new GrpcExpClientOptions { Connections = 16, InFlightPerConnection = 65_536, Timeout = TimeSpan.FromHours(1) });
        await using var least = GrpcExpClient.ForRawSocket("/s", new GrpcExpClientOptions { InFlightPerConnection = 1, Timeout = TimeSpan.FromTicks(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => GrpcExpClient.ForRawSocket("/s", new GrpcExpClientOptions { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => GrpcExpClient.ForRawSocket("/s", new GrpcExpClientOptions { Timeout = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) }));
    }

    private static LookupResponse? Yes(LookupRequest request) => new()
    {
        RequestId = request.RequestId,
        Epoch = "e",
        Revision = 1,
        Evaluations = { request.Evaluations.Select(_ => new EvaluateResponse { Value = new FlagValue { BoolValue = true } }) },
    };
}
