using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Load.Targets;

/// <summary>Brings the configuration under load into an empty control plane by the calls a team would make.</summary>
internal sealed class ControlPlaneContent(ControlPlaneProcess server, CancellationToken cancellation)
{
    private const string Metric = "purchase";
    private const string Guardrail = "refund";

    public async Task CreateAsync()
    {
        var admin = server.AsAdmin();
        var flags = new FlagService.FlagServiceClient(admin);
        await Parallel.ForEachAsync(LoadSnapshot.Create().Flags, Limited(), async (flag, token) =>
        {
            flag.Version = 0;
            await flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag }, cancellationToken: token);
        });
        var metrics = new MetricService.MetricServiceClient(admin);
        await RegisterAsync(metrics, Metric, MetricTier.Driver, MetricDirection.Increase);
        await RegisterAsync(metrics, Guardrail, MetricTier.Guardrail, MetricDirection.Decrease);
        var made = await new AccessService.AccessServiceClient(admin).CreateTokenAsync(
            new CreateTokenRequest { Owner = "approver", Roles = { Role.Approver } }, cancellationToken: cancellation);
        var approvals = new ExperimentService.ExperimentServiceClient(server.As(made.Token));
        var experiments = new ExperimentService.ExperimentServiceClient(admin);
        await Parallel.ForEachAsync(Enumerable.Range(0, LoadSnapshot.Experiments), Limited(), async (number, token) =>
        {
            var experiment = Experiment(number);
            await experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment }, cancellationToken: token);
            await experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = experiment.Key }, cancellationToken: token);
            await approvals.ApproveExperimentAsync(new TransitionExperimentRequest { Key = experiment.Key }, cancellationToken: token);
            await experiments.StartExperimentAsync(new StartExperimentRequest { Key = experiment.Key }, cancellationToken: token);
        });
    }

    private async Task RegisterAsync(MetricService.MetricServiceClient metrics, string key, MetricTier tier, MetricDirection direction) =>
        await metrics.RegisterMetricAsync(
            new RegisterMetricRequest
            {
                Metric = new Metric { Key = key, OwnerTeam = "load", Tier = tier, Type = MetricType.Conversion, EventName = key, Direction = direction },
            },
            cancellationToken: cancellation);

    private ParallelOptions Limited() => new() { MaxDegreeOfParallelism = 4, CancellationToken = cancellation };

    private static Experiment Experiment(int number) => new()
    {
        Key = $"experiment-{number}",
        FlagKey = Workload.Flag(number),
        Hypothesis = "It holds under load.",
        Owner = "load",
        Variants =
        {
            new ExperimentVariant { Variant = "off", Control = true, WeightBasisPoints = 5_000 },
            new ExperimentVariant { Variant = "on", WeightBasisPoints = 5_000 },
        },
        PrimaryMetric = Metric,
        GuardrailMetrics = { Guardrail },
        Targeting = LoadSnapshot.CountryIs("DE", "FR"),
        PowerPlan = new PowerPlan { MinimumDetectableEffect = 0.05, PlannedUnits = 1_000, PlannedDays = 14 },
        AnalysisMode = AnalysisMode.Itt,
    };
}
