using GrpcExp.Client;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

public sealed class GrpcExpClientTests
{
    private static readonly GrpcExpClientOptions Patient = new() { Timeout = TimeSpan.FromSeconds(30) };
    private static readonly UnitContext Unit = new("u1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_comes_with_its_variant_and_reason()
    {
        await using var server = new RawServer(request => Answers(request, one => new EvaluateResponse
        {
            FlagKey = one.FlagKey,
            Value = new FlagValue { BoolValue = true },
            Variant = "on",
            Reason = Reason.Split,
            ExperimentKey = "checkout",
        }));
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        var answer = await client.EvaluateBoolAsync("flag", Unit, defaultValue: false, Cancelled);
        Assert.True(answer.IsAnswered);
        Assert.True(answer.Value);
        Assert.Equal(("on", Reason.Split, "checkout"), (answer.Variant, answer.Reason, answer.ExperimentKey));
    }

    [Fact]
    public async Task The_request_carries_unit_attributes_and_expected_type()
    {
        LookupRequest? seen = null;
        await using var server = new RawServer(request =>
        {
            seen = request;
            return Answers(request, _ => new EvaluateResponse { Value = new FlagValue { StringValue = "blue" } });
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        Assert.Equal("blue", (await client.EvaluateStringAsync("colour", Unit.With("country", "DE"), "red", Cancelled)).Value);
        var sent = seen!.Evaluations.Single();
        Assert.Equal(("colour", "u1", FlagType.String, "DE"), (sent.FlagKey, sent.Context.UnitId, sent.ExpectedType, sent.Context.Attributes["country"].StringValue));
    }

    [Fact]
    [Trait("Promise", "P3.1")]
    [Trait("Promise", "P3.2")]
    public async Task Without_a_sidecar_the_default_comes_back_and_says_why()
    {
        await using var client = GrpcExpClient.ForRawSocket("/nowhere/raw.sock", Patient);
        var answer = await client.EvaluateIntAsync("flag", Unit, 7, Cancelled);
        Assert.False(answer.IsAnswered);
        Assert.Equal((7, ErrorCode.NotReady), (answer.Value, answer.ErrorCode));
        Assert.Contains("/nowhere/raw.sock", answer.Detail.ErrorDetail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_evaluator_gives_the_default()
    {
        await using var server = new RawServer(request => Answers(request, _ => new EvaluateResponse
        {
            Reason = Reason.Error,
            ErrorCode = ErrorCode.FlagNotFound,
            ErrorDetail = "There is no flag 'gone'.",
        }));
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        var answer = await client.EvaluateDoubleAsync("gone", Unit, 1.5, Cancelled);
        Assert.Equal((1.5, false, ErrorCode.FlagNotFound), (answer.Value, answer.IsAnswered, answer.ErrorCode));
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again()
    {
        var requests = 0;
        await using var server = new RawServer((Func<LookupRequest, LookupResponse?>)(request => Interlocked.Increment(ref requests) == 1
            ? null
            : Answers(request, _ => new EvaluateResponse { Value = new FlagValue { JsonValue = "{}" } })));
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        Assert.False((await client.EvaluateJsonAsync("flag", Unit, "null", Cancelled)).IsAnswered);
        Assert.True(await client.WaitUntilReadyAsync(Patient.Timeout, Cancelled));
        Assert.True((await client.EvaluateJsonAsync("flag", Unit, "null", Cancelled)).IsAnswered);
    }

    [Fact]
    public async Task Many_callers_share_one_connection_and_get_their_own_answers()
    {
        await using var server = new RawServer(request => Answers(request, one => new EvaluateResponse { FlagKey = one.FlagKey, Variant = one.Context.UnitId }));
        await using var client = GrpcExpClient.ForRawSocket(server.Path, Patient);
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            EvaluateRequest[] pair =
            [
                new() { FlagKey = "a", Context = new UnitContext($"u{i}").ToMessage() },
                new() { FlagKey = "b", Context = new UnitContext($"v{i}").ToMessage() },
            ];
            return (i, Pair: await client.EvaluateBatchAsync(pair, Cancelled));
        }));
        Assert.All(answers, answer => Assert.Equal([$"u{answer.i}", $"v{answer.i}"], answer.Pair.Select(one => one.Variant)));
    }

    [Fact]
    public async Task A_silent_sidecar_costs_no_more_than_the_timeout()
    {
        using var release = new ManualResetEventSlim();
        await using var server = new RawServer(LookupResponse? (_) =>
        {
            release.Wait(Cancelled);
            return null;
        });
        await using var client = GrpcExpClient.ForRawSocket(server.Path, new GrpcExpClientOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        var answer = await client.EvaluateBoolAsync("flag", Unit, defaultValue: true, Cancelled);
        release.Set();
        Assert.True(answer.Value);
        Assert.False(answer.IsAnswered);
    }

    private static LookupResponse Answers(LookupRequest request, Func<EvaluateRequest, EvaluateResponse> answer) =>
        new() { RequestId = request.RequestId, Epoch = "e", Revision = 1, Evaluations = { request.Evaluations.Select(answer) } };
}
