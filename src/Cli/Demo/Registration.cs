using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Cli.Seeds;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Demo;

/// <summary>Brings people, metrics, flags and experiments into a fresh control plane, by the calls a team would make.</summary>
internal sealed class Registration(CallInvoker control, SeedMessages seeds, CancellationToken cancellationToken)
{
    private const string Reason = "demo";

    /// <summary>Makes a token for everyone who acts.</summary>
    public async Task<DemoPeople> CreatePeopleAsync(string adminToken)
    {
        var access = new AccessService.AccessServiceClient(control);
        var admin = Bearer(adminToken);
        async Task<string> TokenAsync(string owner, params Role[] roles) =>
            (await access.CreateTokenAsync(new CreateTokenRequest { Owner = owner, Roles = { roles } }, admin, cancellationToken: cancellationToken)).Token;

        return new DemoPeople(
            Bearer(await TokenAsync("erin (editor)", Role.Editor)),
            Bearer(await TokenAsync("amir (approver)", Role.Approver, Role.Viewer)),
            Bearer(await TokenAsync("event pipeline", Role.Ingest)),
            await TokenAsync("sidecar", Role.Sync, Role.Ingest));
    }

    /// <summary>Registers the metrics, parents before children.</summary>
    public async Task RegisterMetricsAsync(DemoPeople people, StageProgress progress)
    {
        var metrics = new MetricService.MetricServiceClient(control);
        foreach (var metric in seeds.Metrics())
        {
            var request = new RegisterMetricRequest { Metric = metric, RequestId = $"demo-metric-{metric.Key}", Reason = Reason };
            await metrics.RegisterMetricAsync(request, people.Editor, cancellationToken: cancellationToken);
            progress.Advance();
        }

        progress.Detail = $"{progress.Done} metrics";
    }

    /// <summary>Creates the flags.</summary>
    public async Task CreateFlagsAsync(DemoPeople people, StageProgress progress)
    {
        progress.Expect(SeedFlags.Count);
        var flags = new FlagService.FlagServiceClient(control);
        await Parallel.ForEachAsync(seeds.Flags(), InFlight(), async (flag, cancelled) =>
        {
            var request = new CreateFlagRequest { Flag = flag, RequestId = $"demo-flag-{flag.Key}", Reason = Reason };
            await flags.CreateFlagAsync(request, people.Editor, cancellationToken: cancelled);
            progress.Advance();
        });

        progress.Detail = $"{progress.Done} flags";
    }

    /// <summary>Creates the experiments and takes each to its state.</summary>
    public async Task RunExperimentsAsync(DemoPeople people, StageProgress progress)
    {
        var all = seeds.Experiments().ToList();
        progress.Expect(all.Count);
        await CreateLayersAsync(people, all);
        var experiments = new ExperimentService.ExperimentServiceClient(control);
        await Parallel.ForEachAsync(all, InFlight(), async (one, cancelled) =>
        {
            await TakeToStateAsync(experiments, people, one, cancelled);
            progress.Advance();
        });

        progress.Detail = string.Join(", ", all.GroupBy(one => one.State).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));
    }

    /// <summary>Call headers with a bearer token.</summary>
    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private async Task CreateLayersAsync(DemoPeople people, List<SeedLifecycle> all)
    {
        var flags = new FlagService.FlagServiceClient(control);
        foreach (var key in all.Select(one => one.Experiment.LayerKey).Where(key => key.Length > 0).Distinct())
        {
            var request = new PutLayerRequest { Layer = new Layer { Key = key }, RequestId = $"demo-layer-{key}", Reason = Reason };
            await flags.PutLayerAsync(request, people.Editor, cancellationToken: cancellationToken);
        }
    }

    // The server takes one change after the other; a few calls on their way keep it from waiting for us.
    private ParallelOptions InFlight() => new() { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken };

    private static async Task TakeToStateAsync(
        ExperimentService.ExperimentServiceClient experiments, DemoPeople people, SeedLifecycle one, CancellationToken cancellationToken)
    {
        var key = one.Experiment.Key;
        TransitionExperimentRequest Move(string step) => new() { Key = key, RequestId = $"demo-{step}-{key}", Reason = Reason };

        await experiments.CreateExperimentAsync(
            new CreateExperimentRequest { Experiment = one.Experiment, RequestId = $"demo-create-{key}", Reason = Reason },
            people.Editor,
            cancellationToken: cancellationToken);
        if (one.State == ExperimentState.Archived)
        {
            await experiments.ArchiveExperimentAsync(Move("archive"), people.Editor, cancellationToken: cancellationToken);
            return;
        }

        if (one.State >= ExperimentState.Review)
        {
            await experiments.SubmitExperimentAsync(Move("submit"), people.Editor, cancellationToken: cancellationToken);
        }

        if (one.State >= ExperimentState.Approved)
        {
            await experiments.ApproveExperimentAsync(Move("approve"), people.Approver, cancellationToken: cancellationToken);
        }

        if (one.State >= ExperimentState.Running)
        {
            var start = new StartExperimentRequest { Key = key, RequestId = $"demo-start-{key}", Reason = Reason, StartTime = one.StartTime?.ToTimestamp() };
            await experiments.StartExperimentAsync(start, people.Editor, cancellationToken: cancellationToken);
        }

        if (one.State == ExperimentState.Concluded)
        {
            var conclude = new ConcludeExperimentRequest
            {
                Key = key,
                RequestId = $"demo-conclude-{key}",
                Reason = Reason,
                Decision = one.Decision,
                ShippedVariant = one.ShippedVariant,
                EndTime = one.EndTime?.ToTimestamp(),
            };
            await experiments.ConcludeExperimentAsync(conclude, people.Approver, cancellationToken: cancellationToken);
        }
    }
}
