using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane.Mutations;

public sealed class EmbeddedMutationTests(EmbeddedMutationServers servers) : EveryMutationTests(servers), IClassFixture<EmbeddedMutationServers>;

public sealed class ReplicatedMutationTests(ReplicatedMutationServers servers) : EveryMutationTests(servers), IClassFixture<ReplicatedMutationServers>;

/// <summary>
/// What every mutation promises, found by the contracts: whatever has a request_id is one. Those of tokens answer with a
/// secret, and have tests of their own.
/// </summary>
public abstract class EveryMutationTests(MutationServers servers)
{
    private const int Writers = 50;

    private static readonly MethodDescriptor[] All =
    [
        .. new[] { FlagService.Descriptor, ExperimentService.Descriptor, MetricService.Descriptor, JobService.Descriptor }
            .SelectMany(service => service.Methods)
            .Where(method => method.InputType.FindFieldByName("request_id") is not null),
    ];

    private static int _keys;

    private int Last => servers.Replicas - 1;

    public static TheoryData<string> Methods() => [.. All.Select(method => method.Name)];

    public static TheoryData<string> MethodsWithEtag() => [.. All.Where(method => new Mutation(method).HasEtag).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    [Trait("Promise", "P1.3")]
    public async Task A_repeated_request_has_one_effect_and_one_answer_and_belongs_to_whoever_sent_it(string method)
    {
        var (mutation, owner) = (Of(method), MutationSamples.CallerOf(method));
        var request = mutation.With(await servers.Samples.OfAsync(method, NewKey(method)), "request_id", $"once-{NewKey(method)}");
        var before = await EventsAsync();

        var first = await mutation.CallAsync(servers.As(owner), request);
        var again = await mutation.CallAsync(servers.As(owner, Last), request);

        Assert.Equal(Settled(first), Settled(again));
        Assert.Equal(before + 1, await EventsAsync());

        var other = await mutation.RefusalAsync(servers.As(owner, Last), mutation.With(request, "reason", "another body"));
        var somebodyElse = await mutation.RefusalAsync(servers.As("eve", Last), request);
        Assert.All([other, somebodyElse], refusal => Assert.Equal((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), (refusal.Code, refusal.Reason)));
        Assert.Equal(before + 1, await EventsAsync());
    }

    [Theory]
    [MemberData(nameof(MethodsWithEtag))]
    [Trait("Promise", "P1.1")]
    public async Task A_stale_etag_is_aborted_and_changes_nothing(string method)
    {
        var mutation = Of(method);
        var request = await servers.Samples.OfAsync(method, NewKey(method));
        var before = await EventsAsync();

        var refusal = await mutation.RefusalAsync(servers.As(MutationSamples.CallerOf(method), Last), mutation.WithEtag(request, "stale"));

        Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), (refusal.Code, refusal.Reason));
        Assert.Equal(before, await EventsAsync());
    }

    [Theory]
    [MemberData(nameof(MethodsWithEtag))]
    [Trait("Promise", "P1.1")]
    public async Task Of_fifty_writers_with_one_etag_exactly_one_wins(string method)
    {
        var (mutation, owner) = (Of(method), MutationSamples.CallerOf(method));
        var request = await servers.Samples.OfAsync(method, NewKey(method));
        var before = await EventsAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => OutcomeAsync(
            mutation, servers.As(owner, i % servers.Replicas), mutation.With(request, "reason", $"writer {i}"))));

        Assert.Single(outcomes, outcome => outcome == StatusCode.OK);

        // What is deleted has no etag any more: its losers hear that it is gone.
        var lost = method.StartsWith("Delete", StringComparison.Ordinal) ? StatusCode.NotFound : StatusCode.Aborted;
        Assert.Equal(Writers - 1, outcomes.Count(outcome => outcome == lost));
        Assert.Equal(before + 1, await EventsAsync());
    }

    [Fact]
    public async Task The_chain_of_all_that_verifies()
    {
        var answer = await new ExperimentService.ExperimentServiceClient(servers.As("eve", Last)).VerifyAuditAsync(new VerifyAuditRequest());
        Assert.True(answer.Intact, answer.Detail);
    }

    private static Mutation Of(string method) => new(All.Single(descriptor => descriptor.Name == method));

    private static string NewKey(string method) => string.Create(CultureInfo.InvariantCulture, $"m{Interlocked.Increment(ref _keys)}-{method}");

    /// <summary>A run goes on after the answer; which run it is does not change.</summary>
    private static IMessage Settled(IMessage answer) => answer is JobRun run ? new JobRun { Job = run.Job, ScheduledTime = run.ScheduledTime } : answer;

    private static async Task<StatusCode> OutcomeAsync(Mutation mutation, CallInvoker caller, IMessage request)
    {
        try
        {
            await mutation.CallAsync(caller, request);
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private async Task<long> EventsAsync() =>
        (await new ExperimentService.ExperimentServiceClient(servers.As("eve")).VerifyAuditAsync(new VerifyAuditRequest())).Events;
}
