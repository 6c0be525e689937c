using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>A running experiment for enforcement to judge, on a server of its own.</summary>
internal sealed class EnforcedExperiment(ControlPlaneProcess server)
{
    public const string Key = "enforced";

    public const string Flag = "enforced_flag";

    private const int UnitsPerVariant = 200;

    private ExperimentService.ExperimentServiceClient Experiments => new(server.AsAdmin());

    public JobService.JobServiceClient Jobs => new(server.AsAdmin());

    /// <summary>Makes and starts it.</summary>
    /// <param name="daysAgo">Days since its start.</param>
    public async Task StartAsync(double daysAgo)
    {
        var metrics = new MetricService.MetricServiceClient(server.AsAdmin());
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("bought") });
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("stayed", MetricTier.Guardrail) });
        await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(Flag) });
        await Experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = Samples.Experiment(Key, Flag, "bought", "stayed") });
        await Experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = Key });
        var approvals = new ExperimentService.ExperimentServiceClient(await server.AsAsync("grace", Role.Approver));
        await approvals.ApproveExperimentAsync(new TransitionExperimentRequest { Key = Key });
        await Experiments.StartExperimentAsync(new StartExperimentRequest { Key = Key, StartTime = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(-daysAgo)) });
    }

    /// <summary>Half of control stays, and a tenth of the treatment: z = 0.4 / √(0.3·0.7·(2/200)) = 8.7, far beyond any guardrail.</summary>
    public async Task SendHarmAsync()
    {
        var ingest = new IngestService.IngestServiceClient(await server.AsAsync("pipeline", Role.Ingest));
        var now = Timestamp.FromDateTime(DateTime.UtcNow);
        var assignments = new RecordAssignmentsRequest();
        var events = new RecordEventsRequest();
        for (var i = 0; i < 2 * UnitsPerVariant; i++)
        {
            var isControl = i < UnitsPerVariant;
            assignments.Assignments.Add(new Assignment
            {
                EventId = $"a{i}",
                ExperimentKey = Key,
                FlagKey = Flag,
                UnitId = $"u{i}",
                Variant = isControl ? "control" : "treatment",
                Bucket = i,
                AssignTime = now,
            });
            if (i % UnitsPerVariant < (isControl ? UnitsPerVariant / 2 : UnitsPerVariant / 10))
            {
                events.Events.Add(new Event { EventId = $"e{i}", UnitId = $"u{i}", EventName = "stayed", EventTime = now });
            }
        }

        await ingest.RecordAssignmentsAsync(assignments);
        await ingest.RecordEventsAsync(events);
    }

    /// <summary>Runs a job once and waits for its end.</summary>
    public async Task<JobRun> RunAsync(string job) => await JobHistory.EndedAsync(Jobs, await Jobs.RunJobAsync(new RunJobRequest { Job = job }));

    public async Task<Experiment> ReadAsync() => await Experiments.GetExperimentAsync(new GetExperimentRequest { Key = Key });

    /// <summary>The audit events of its conclusion.</summary>
    public async Task<IReadOnlyList<AuditEvent>> ConclusionsAsync() =>
        [.. (await Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = $"experiments/{Key}" })).Events.Where(entry => entry.Action == "experiment.conclude")];
}
