using Google.Protobuf;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane.Mutations;

/// <summary>For every mutation a request that would succeed now, with the current etag where it has one.</summary>
internal sealed class MutationSamples(CallInvoker editor, CallInvoker approver, CallInvoker admin)
{
    private readonly FlagService.FlagServiceClient _flags = new(editor);
    private readonly MetricService.MetricServiceClient _metrics = new(editor);
    private readonly JobService.JobServiceClient _jobs = new(admin);

    private ExperimentStage Stage => new(editor, approver);

    /// <summary>Who may call it, of those who are no administrators.</summary>
    public static string CallerOf(string method) => method switch
    {
        "RequestChanges" or "ApproveExperiment" or "ConcludeExperiment" => "grace",
        "PauseJob" or "ResumeJob" => "root",
        _ => "ada",
    };

    /// <summary>Makes what the mutation needs, under a key of its own, and its request.</summary>
    public async Task<IMessage> OfAsync(string method, string key) => method switch
    {
        "CreateFlag" => new CreateFlagRequest { Flag = Samples.Flag(key) },
        "UpdateFlag" => new UpdateFlagRequest { Flag = await FlagAsync(key) },
        "SetEnabled" => new SetEnabledRequest { Key = key, Etag = (await FlagAsync(key)).Etag },
        "DeleteFlag" => new DeleteFlagRequest { Key = key, Etag = (await FlagAsync(key)).Etag },
        "PutSegment" => new PutSegmentRequest { Segment = await SegmentAsync(key) },
        "DeleteSegment" => new DeleteSegmentRequest { Key = key, Etag = (await SegmentAsync(key)).Etag },
        "PutLayer" => new PutLayerRequest { Layer = await LayerAsync(key) },
        "DeleteLayer" => new DeleteLayerRequest { Key = key, Etag = (await LayerAsync(key)).Etag },
        "SetHoldout" => new SetHoldoutRequest { Holdout = await SmallerHoldoutAsync() },
        "CreateExperiment" => new CreateExperimentRequest { Experiment = await UnstoredAsync(key) },
        "UpdateExperiment" => new UpdateExperimentRequest { Experiment = await Stage.DraftAsync(key) },
        "SubmitExperiment" => Move(await Stage.DraftAsync(key)),
        "ArchiveExperiment" => Move(await Stage.DraftAsync(key)),
        "RequestChanges" => Move(await Stage.SubmittedAsync(key)),
        "ApproveExperiment" => Move(await Stage.SubmittedAsync(key)),
        "StartExperiment" => new StartExperimentRequest { Key = key, Etag = (await Stage.ApprovedAsync(key)).Etag },
        "RampExperiment" => new RampExperimentRequest
        {
            Key = key, Etag = (await Stage.RunningAsync(key, experiment => experiment.TrafficBasisPoints = 5_000)).Etag, TrafficBasisPoints = 6_000,
        },
        "ConcludeExperiment" => new ConcludeExperimentRequest { Key = key, Etag = (await Stage.RunningAsync(key)).Etag, Decision = Decision.RolledBack },
        "RegisterMetric" => new RegisterMetricRequest { Metric = Samples.Metric(key) },
        "UpdateMetric" => new UpdateMetricRequest { Metric = await MetricAsync(key) },
        "DeprecateMetric" => new DeprecateMetricRequest { Key = key, Etag = (await MetricAsync(key)).Etag },
        "RunJob" => new RunJobRequest { Job = "upkeep" },
        "PauseJob" => new PauseJobRequest { Job = (await _jobs.ResumeJobAsync(new ResumeJobRequest { Job = "weekly-readout" })).Name, Reason = "to test" },
        "ResumeJob" => new ResumeJobRequest { Job = (await _jobs.PauseJobAsync(new PauseJobRequest { Job = "weekly-readout", Reason = "to test" })).Name },
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "A mutation without a sample: add one."),
    };

    /// <summary>Holds out some units while nothing runs: from then on the holdout can only become smaller.</summary>
    public async Task HoldOutAsync() => await _flags.SetHoldoutAsync(new SetHoldoutRequest { Holdout = new Holdout { Ranges = { new BucketRange { End = 100 } } } });

    private static TransitionExperimentRequest Move(Experiment experiment) => new() { Key = experiment.Key, Etag = experiment.Etag, Reason = "to test" };

    private async Task<Flag> FlagAsync(string key) => await _flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(key) });

    private async Task<Segment> SegmentAsync(string key) =>
        await _flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = key, IncludedUnits = { "u" } } });

    private async Task<Layer> LayerAsync(string key) => await _flags.PutLayerAsync(new PutLayerRequest { Layer = new Layer { Key = key } });

    private async Task<Metric> MetricAsync(string key) => await _metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric(key) });

    private async Task<Holdout> SmallerHoldoutAsync()
    {
        var holdout = await _flags.GetHoldoutAsync(new GetHoldoutRequest());
        holdout.Ranges[0].End--;
        return holdout;
    }

    private async Task<Experiment> UnstoredAsync(string key)
    {
        await Stage.DraftAsync($"{key}-other");
        var experiment = Samples.Experiment(key, $"{key}-other", ExperimentStage.Primary, ExperimentStage.Guardrail);
        return experiment;
    }
}
