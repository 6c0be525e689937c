using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Brings experiments to a state, each on a flag of its own name.</summary>
internal sealed class ExperimentStage(CallInvoker editor, CallInvoker approver)
{
    private readonly ExperimentService.ExperimentServiceClient _experiments = new(editor);
    private readonly ExperimentService.ExperimentServiceClient _approvals = new(approver);

    public const string Primary = "stage-conversion";

    public const string Guardrail = "stage-latency";

    public async Task<Experiment> DraftAsync(string key, Action<Experiment>? change = null)
    {
        var metrics = new MetricService.MetricServiceClient(editor);
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric(Primary), RequestId = $"metric-{Primary}" });
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric(Guardrail, MetricTier.Guardrail), RequestId = $"metric-{Guardrail}" });
        await new FlagService.FlagServiceClient(editor).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(key) });
        var experiment = Samples.Experiment(key, key, Primary, Guardrail);
        change?.Invoke(experiment);
        return await _experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment });
    }

    public async Task<Experiment> SubmittedAsync(string key, Action<Experiment>? change = null)
    {
        await DraftAsync(key, change);
        return await _experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = key });
    }

    public async Task<Experiment> ApprovedAsync(string key, Action<Experiment>? change = null)
    {
        await SubmittedAsync(key, change);
        return await _approvals.ApproveExperimentAsync(new TransitionExperimentRequest { Key = key });
    }

    public async Task<Experiment> RunningAsync(string key, Action<Experiment>? change = null)
    {
        await ApprovedAsync(key, change);
        return await _experiments.StartExperimentAsync(new StartExperimentRequest { Key = key });
    }

    public async Task<Experiment> ConcludedAsync(string key, Action<Experiment>? change = null)
    {
        await RunningAsync(key, change);
        return await _approvals.ConcludeExperimentAsync(new ConcludeExperimentRequest { Key = key, Decision = Decision.Inconclusive });
    }
}
