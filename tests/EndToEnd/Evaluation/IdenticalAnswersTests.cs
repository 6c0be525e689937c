using Grpc.Core;
using GrpcExp.Client;
using GrpcExp.Client.InProcess;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.EndToEnd.ControlPlane;
using GrpcExp.EndToEnd.Sidecar;
using GrpcExp.Evaluation;
using GrpcExp.Sync;
using GrpcExp.Tests;

namespace GrpcExp.EndToEnd.Evaluation;

/// <summary>The real control plane, the native sidecar and a client in this process answer alike, whatever is asked.</summary>
public sealed class IdenticalAnswersTests
{
    private const int Seed = 7;
    private const int Flags = 60;
    private const int Cases = 100_000;
    private const int SliceBasisPoints = 900;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "P3.5")]
    public async Task A_hundred_thousand_generated_cases_get_the_same_answer_everywhere()
    {
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await home.StartAsync();
        await ConfigureAsync(server);
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, [server.Address.Replace("http://", "grpc://", StringComparison.Ordinal)], "production", ControlPlaneProcess.AdminToken);
        var plane = new EvaluationService.EvaluationServiceClient(server.AsAdmin());
        using var channel = sidecar.OpenChannel();
        var grpc = new EvaluationService.EvaluationServiceClient(channel);
        await using var raw = GrpcExpClient.ForRawSocket(sidecar.RawSocket);
        await using var inProcess = GrpcExpClient.ForInProcess(
            new InProcessOptions { Environment = "production", Sources = [FlagSource.Sidecar(sidecar.GrpcSocket)] });
        var revision = (await new FlagService.FlagServiceClient(server.AsAdmin()).ListFlagsAsync(new ListFlagsRequest(), cancellationToken: Cancelled)).Revision;
        var probe = new EvaluateBatchRequest { Requests = { new EvaluateRequest { FlagKey = "flag-0" } } };
        await Eventually.HoldsAsync(
            async () => (await plane.EvaluateBatchAsync(probe, cancellationToken: Cancelled)).Revision == revision
                && (await grpc.EvaluateBatchAsync(probe, cancellationToken: Cancelled)).Revision == revision
                && inProcess.Status.Revision == revision,
            $"all of them serve revision {revision}");

        var reasons = new HashSet<Reason>();
        foreach (var batch in GeneratedCases.Requests(Seed, Flags, Cases).Chunk(1_000))
        {
            var request = new EvaluateBatchRequest { Requests = { batch } };
            var expected = Ageless((await plane.EvaluateBatchAsync(request, cancellationToken: Cancelled)).Responses);
            AssertSame(batch, expected, (await grpc.EvaluateBatchAsync(request, cancellationToken: Cancelled)).Responses, "the sidecar over gRPC");
            AssertSame(batch, expected, await raw.EvaluateBatchAsync(batch, Cancelled), "the sidecar over the raw protocol");
            AssertSame(batch, expected, await inProcess.EvaluateBatchAsync(batch, Cancelled), "the client in process");
            reasons.UnionWith(expected.Select(answer => answer.Reason));
        }

        Assert.Equal(System.Enum.GetValues<Reason>().Except([Reason.Unspecified, Reason.Static]).Order(), reasons.Except([Reason.Static]).Order());
    }

    private static EvaluateResponse[] Ageless(IEnumerable<EvaluateResponse> answers) => [.. answers.Select(answer =>
    {
        answer.StaleAge = null;
        return answer;
    })];

    private static void AssertSame(EvaluateRequest[] requests, EvaluateResponse[] expected, IEnumerable<EvaluateResponse> actual, string who)
    {
        var answers = Ageless(actual);
        Assert.Equal(expected.Length, answers.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].Equals(answers[i]), $"{requests[i]}\nthe control plane: {expected[i]}\n{who}: {answers[i]}");
        }
    }

    private static async Task ConfigureAsync(ControlPlaneProcess server)
    {
        var configuration = new GeneratedConfiguration(Seed, Flags);
        var editor = await server.AsAsync("ada", Role.Editor);
        var approver = await server.AsAsync("grace", Role.Approver);
        var flags = new FlagService.FlagServiceClient(editor);
        for (var i = 0; i < GeneratedConfiguration.Layers; i++)
        {
            await flags.PutLayerAsync(new PutLayerRequest { Layer = new Layer { Key = GeneratedConfiguration.LayerKey(i) } });
        }

        foreach (var segment in configuration.Segments)
        {
            await flags.PutSegmentAsync(new PutSegmentRequest { Segment = segment });
        }

        foreach (var flag in configuration.Flags)
        {
            await flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag });
        }

        await flags.SetHoldoutAsync(new SetHoldoutRequest { Holdout = new Holdout { Ranges = { SnapshotMapping.ToContract(new GrpcExp.Evaluation.BucketRange(0, 500)), SnapshotMapping.ToContract(new GrpcExp.Evaluation.BucketRange(9_000, 9_500)) } } });
        await StartExperimentsAsync(configuration, editor, approver);
    }

    private static async Task StartExperimentsAsync(GeneratedConfiguration configuration, CallInvoker editor, CallInvoker approver)
    {
        var metrics = new MetricService.MetricServiceClient(editor);
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("purchase") });
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("visit", MetricTier.Guardrail) });
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        var approvals = new ExperimentService.ExperimentServiceClient(approver);
        var taken = Enumerable.Range(0, GeneratedConfiguration.Layers).ToDictionary(GeneratedConfiguration.LayerKey, _ => new List<GrpcExp.Evaluation.BucketRange>());
        foreach (var experiment in configuration.Experiments)
        {
            experiment.PrimaryMetric = "purchase";
            experiment.GuardrailMetrics.Add("visit");
            if (experiment.LayerKey.Length > 0)
            {
                var slice = LayerAllocator.Take(taken[experiment.LayerKey], new BasisPoints(SliceBasisPoints))!;
                taken[experiment.LayerKey].AddRange(slice);
                experiment.LayerSlice.Add(slice.Select(SnapshotMapping.ToContract));
            }

            var draft = await experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment });
            await experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = draft.Key, Etag = draft.Etag });
            await approvals.ApproveExperimentAsync(new TransitionExperimentRequest { Key = draft.Key, Reason = "sound" });
            await experiments.StartExperimentAsync(new StartExperimentRequest { Key = draft.Key });
        }
    }
}
