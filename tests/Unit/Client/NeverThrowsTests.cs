using Grpc.Net.Client;
using GrpcExp.Client;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.InProcess;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Rpc;

namespace GrpcExp.Unit.Client;

/// <summary>Whatever is wrong, the caller's default comes back and says why.</summary>
[Trait("Promise", "P3.1")]
public sealed class NeverThrowsTests
{
    private static readonly GrpcExpClientOptions Patient = new() { Timeout = TimeSpan.FromSeconds(30) };
    private static readonly UnitContext Unit = new("u1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Transports => ["raw", "grpc", "in-process"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_key_or_a_unit_that_is_null_gives_the_default(string transport)
    {
        await using var client = Lonely(transport);
        var noKey = await client.EvaluateBoolAsync(null!, Unit, true, Cancelled);
        Assert.Equal((true, ErrorCode.FlagNotFound, AnswerOrigin.CallerDefault), (noKey.Value, noKey.ErrorCode, noKey.Origin));
        Assert.StartsWith("flagKey:", noKey.ErrorDetail, StringComparison.Ordinal);
        var noUnit = await client.EvaluateIntAsync("flag", null!, 7, Cancelled);
        Assert.Equal((7, ErrorCode.InvalidContext), (noUnit.Value, noUnit.ErrorCode));
        Assert.StartsWith("unit:", noUnit.ErrorDetail, StringComparison.Ordinal);
        Assert.Equal(1.5, await client.GetDoubleAsync("flag", new UnitContext(null!), 1.5, Cancelled));
        Assert.Equal("d", await client.GetStringAsync("flag", Unit.With("a", (AttributeValue)null!), "d", Cancelled));
        Assert.Equal(ErrorCode.InvalidContext, (await client.EvaluateAllAsync(null!, Cancelled)).ErrorCode);
        Assert.Empty(await client.EvaluateBatchAsync(null!, Cancelled));
        Assert.Equal(2, (await client.EvaluateBatchAsync([null!, new EvaluateRequest { FlagKey = "f" }], Cancelled)).Count);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_client_that_is_disposed_gives_the_default_and_says_so(string transport)
    {
        var client = Lonely(transport);
        await client.DisposeAsync();
        var answer = await client.EvaluateStringAsync("flag", Unit, "d", Cancelled);
        Assert.Equal(("d", "The client is closed: make a new one."), (answer.Value, answer.ErrorDetail));
        Assert.Contains("closed", (await client.EvaluateAllAsync(Unit, Cancelled)).ErrorDetail, StringComparison.Ordinal);
        Assert.Contains("closed", (await client.EvaluateBatchAsync([new EvaluateRequest()], Cancelled))[0].ErrorDetail, StringComparison.Ordinal);
        Assert.False(await client.WaitUntilReadyAsync(TimeSpan.Zero, Cancelled));
        Assert.Equal(ClientState.Closed, client.Status.State);
        client.FlagsChanged += (_, _) => { };
        await client.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_token_that_is_cancelled_gives_the_default_and_says_so(string transport)
    {
        await using var client = Lonely(transport);
        var answer = await client.EvaluateBoolAsync("flag", Unit, true, new CancellationToken(canceled: true));
        Assert.Equal((true, NoAnswer.Cancelled), (answer.Value, answer.ErrorDetail));
        Assert.False(await client.WaitUntilReadyAsync(TimeSpan.FromMinutes(1), new CancellationToken(canceled: true)));
    }

    [Theory]
    [MemberData(nameof(Transports))]
    [Trait("Promise", "P3.2")]
    public async Task With_nobody_there_the_default_comes_back_with_its_reason(string transport)
    {
        await using var client = Lonely(transport);
        var answer = await client.EvaluateBoolAsync("flag", Unit, true, Cancelled);
        Assert.Equal((true, false, Reason.Error, ErrorCode.NotReady), (answer.Value, answer.IsAnswered, answer.Reason, answer.ErrorCode));
        Assert.NotEmpty(answer.ErrorDetail);
        Assert.Equal(AnswerOrigin.CallerDefault, client.Status.Origin);
        Assert.False((await client.EvaluateAllAsync(Unit, Cancelled)).IsAnswered);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_on_its_way_gives_the_default()
    {
        using var arrived = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        await using var server = new RawServer(LookupResponse? (_) =>
        {
            arrived.Set();
            release.Wait(Cancelled);
            return null;
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        using var cancellation = new CancellationTokenSource();
        var pending = client.EvaluateBoolAsync("flag", Unit, true, cancellation.Token);
        arrived.Wait(Cancelled);
        await cancellation.CancelAsync();
        Assert.Equal(NoAnswer.Cancelled, (await pending).ErrorDetail);
        release.Set();
    }

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "no varint", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "a length beyond the limit", [0xFF, 0xFF, 0xFF, 0x7F] },
        { "no message", [3, 0xFF, 0xFF, 0xFF] },
        { "an evaluation that is none", [5, 0x08, 1, 0x12, 1, 0xFF] },
        { "an announced length that is not there", [3, 0x12, 0x7F, 0] },
        { "another id", RawServer.Framed(new LookupResponse { RequestId = 99, Evaluations = { new EvaluateResponse() } }) },
        { "a refused frame", RawServer.Framed(new LookupResponse { ErrorDetail = "The frame is no LookupRequest" }) },
        { "no evaluation", RawServer.Framed(new LookupResponse { RequestId = 1 }) },
        { "two evaluations", RawServer.Framed(new LookupResponse { RequestId = 1, Evaluations = { new EvaluateResponse(), new EvaluateResponse() } }) },
        { "no value", RawServer.Framed(new LookupResponse { RequestId = 1, Evaluations = { new EvaluateResponse { Variant = "on" } } }) },
        { "another type", RawServer.Framed(new LookupResponse { RequestId = 1, Evaluations = { new EvaluateResponse { Value = new FlagValue { StringValue = "x" } } } }) },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    [Trait("Promise", "P7")]
    public async Task A_malicious_answer_gives_the_default(string what, byte[] bytes)
    {
        await using var server = new RawServer(byte[]? (_) => bytes);
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        var answer = await client.EvaluateBoolAsync("flag", Unit, true, Cancelled);
        Assert.True(answer.Value && !answer.IsAnswered, what);
        Assert.NotEmpty(answer.ErrorDetail);
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task An_age_that_no_time_span_holds_is_bounded()
    {
        await using var server = new RawServer(request => new LookupResponse
        {
            RequestId = request.RequestId,
            Revision = 1,
            Evaluations =
            {
                new EvaluateResponse
                {
                    Value = new FlagValue { BoolValue = true },
                    StaleAge = new Google.Protobuf.WellKnownTypes.Duration { Seconds = long.MaxValue, Nanos = int.MinValue },
                },
            },
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        Assert.Equal(TimeSpan.FromDays(36_500), (await client.EvaluateBoolAsync("flag", Unit, false, Cancelled)).StaleAge);
        Assert.Equal((ClientState.Stale, TimeSpan.FromDays(36_500)), (client.Status.State, client.Status.StaleAge));
    }

    [Fact]
    public async Task JSON_that_does_not_fit_its_type_gives_the_default()
    {
        await using var server = new RawServer(request => new LookupResponse
        {
            RequestId = request.RequestId,
            Evaluations = { new EvaluateResponse { Value = new FlagValue { JsonValue = request.Evaluations[0].FlagKey } } },
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        var fallback = new Limits { Most = 3 };
        Assert.Equal(9, (await client.GetJsonAsync("{\"Most\":9}", Unit, fallback, LimitsContext.Default.Limits, Cancelled)).Most);
        Assert.Same(fallback, await client.GetJsonAsync("null", Unit, fallback, LimitsContext.Default.Limits, Cancelled));
        var bad = await client.EvaluateJsonAsync("{\"Most\":\"many\"}", Unit, fallback, LimitsContext.Default.Limits, Cancelled);
        Assert.Equal((fallback, ErrorCode.TypeMismatch), (bad.Value, bad.ErrorCode));
    }

    // A client with nobody to ask.
    private static GrpcExpClient Lonely(string transport)
    {
        var options = new GrpcExpClientOptions { Timeout = TimeSpan.FromSeconds(10) };
        return transport switch
        {
            "raw" => GrpcExpClient.ForRawSocket("/nowhere/raw.sock", options),
            "grpc" => GrpcExpClient.ForGrpc(
                GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create("/nowhere/grpc.sock") }).CreateCallInvoker(),
                options),
            _ => GrpcExpClient.ForInProcess(
                new InProcessOptions { Environment = "test", Sources = [FlagSource.Sidecar("/nowhere/grpc.sock"), FlagSource.File("/nowhere/flags.json")] }, options),
        };
    }
}
