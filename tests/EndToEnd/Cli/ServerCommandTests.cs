using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Data.Sqlite;

namespace GrpcExp.EndToEnd.Cli;

/// <summary>The commands that talk to a running control plane, against a real one.</summary>
public sealed class ServerCommandTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    private const int UnitsPerVariant = 200;

    [Fact]
    public async Task An_evaluation_says_what_a_unit_gets_and_why()
    {
        await CreateFlagAsync("cli_evaluated");
        await Eventually.HoldsAsync(async () => (await RunAsync("evaluate", "cli_evaluated", "u1")).ExitCode == 0, "the new flag is served");
        var result = await RunAsync("evaluate", "cli_evaluated", "u1", "--attribute", "country=DE");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("variant control, reason Static", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_that_is_not_there_exits_with_1()
    {
        var result = await RunAsync("evaluate", "nowhere", "u1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("FlagNotFound", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_chain_is_recomputed()
    {
        var result = await RunAsync("audit", "verify", "--format", "json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var answer = JsonDocument.Parse(result.Output);
        Assert.True(answer.RootElement.GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task The_audit_log_says_who_from_where_and_why()
    {
        await server.Flags.CreateFlagAsync(
            new CreateFlagRequest { Flag = Samples.Flag("cli_audited"), Reason = "to be listed" }, cancellationToken: TestContext.Current.CancellationToken);

        var result = await RunAsync("audit", "list", "--resource", "flags/cli_audited", "--format", "json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var answer = JsonDocument.Parse(result.Output);
        var entry = Assert.Single(answer.RootElement.GetProperty("events").EnumerateArray());
        Assert.Equal(
            ["ada", "flag.create", "to be listed", "127.0.0.1"],
            new[] { "actor", "action", "reason", "source_address" }.Select(name => entry.GetProperty(name).GetString()));
        Assert.StartsWith("tok-", entry.GetProperty("token_id").GetString(), StringComparison.Ordinal);

        var table = await RunAsync("audit", "list", "--resource", "flags/cli_audited");
        Assert.Contains("to be listed", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("environment.create", table.Output, StringComparison.Ordinal);
    }

    /// <summary>Oracle: (z₀.₉₇₅ + z₀.₈)²·(p₁q₁ + p₂q₂)/(p₂ − p₁)² = 25,945.8 units an arm for 10 % against 10.75 %, by hand.</summary>
    [Fact]
    public async Task A_plan_says_how_many_units_an_effect_needs()
    {
        var result = await RunAsync("plan", "--baseline", "0.1", "--effect", "0.075", "--format", "json");
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        using var plan = JsonDocument.Parse(result.Output);
        Assert.Equal(2 * 25_946, long.Parse(plan.RootElement.GetProperty("units").GetString()!));
    }

    [Fact]
    public async Task An_experiment_is_built_and_read()
    {
        await StartExperimentAsync();
        await SendOutcomesAsync();
        var build = await RunAsync("build");
        Assert.Equal((0, ""), (build.ExitCode, build.Errors));

        var list = await RunAsync("scorecard");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("cli_experiment", list.Output, StringComparison.Ordinal);

        var readout = await RunAsync("scorecard", "cli_experiment", "--fail-on", "red");
        Assert.Equal(1, readout.ExitCode);
        Assert.Contains("DO_NOT_SHIP", readout.Output, StringComparison.Ordinal);
        Assert.Contains("Primary metric is significantly worse", readout.Output, StringComparison.Ordinal);

        var json = await RunAsync("scorecard", "cli_experiment", "--format", "json");
        using var analysis = JsonDocument.Parse(json.Output);
        Assert.Equal("VERDICT_RED", analysis.RootElement.GetProperty("scorecard").GetProperty("verdict").GetString());

        await OnWarehouseAsync(
            "insert into raw_rejected_events (content_hash, kind, event_id, experiment_key, unit_id, field, value, reason, message, payload, rejected_at) "
            + "values ('cli-odd', 'telegram', '', 'cli_experiment', '', 'unit_id', '', 'missing_field', '', '{}', '2026-03-01 00:00:00.000')");
        var doubtful = await RunAsync("build");
        Assert.Equal(1, doubtful.ExitCode);
        Assert.StartsWith("error: The warehouse was built and published, but data tests failed", doubtful.Errors, StringComparison.Ordinal);
        Assert.Contains("accepted_values_stg_rejected_events_event_kind: 1 rows", doubtful.Errors, StringComparison.Ordinal);
        var invalid = await RunAsync("scorecard", "cli_experiment");
        Assert.Equal(0, invalid.ExitCode);
        Assert.Contains("INVALID", invalid.Output, StringComparison.Ordinal);
        Assert.Contains("accepted_values_stg_rejected_events_event_kind", invalid.Output, StringComparison.Ordinal);

        await OnWarehouseAsync("delete from raw_rejected_events where content_hash = 'cli-odd'");
        var whole = await RunAsync("build");
        Assert.Equal((0, ""), (whole.ExitCode, whole.Errors));
        Assert.Contains("DO_NOT_SHIP", (await RunAsync("scorecard", "cli_experiment")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_explained_for_people_and_for_programs()
    {
        var json = await RunAsync("build", "--explain", "stg_experiments", "--format", "json");
        Assert.Equal((0, ""), (json.ExitCode, json.Errors));
        using var explained = JsonDocument.Parse(json.Output);
        Assert.Equal("experiment_key", explained.RootElement.GetProperty("grain").GetString());
        Assert.Equal("table", explained.RootElement.GetProperty("materialization").GetString());
        Assert.Equal("raw.experiments", Assert.Single(explained.RootElement.GetProperty("depends_on").EnumerateArray()).GetString());

        var text = await RunAsync("build", "--explain", "stg_experiments");
        Assert.StartsWith("-- model       stg_experiments, table\n", text.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n" + explained.RootElement.GetProperty("sql").GetString() + "\n", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_not_there_cannot_be_explained()
    {
        var result = await RunAsync("build", "--explain", "stg_evnts");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: There is no model stg_evnts.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selection_of_what_is_not_there_is_refused_before_anything_is_built()
    {
        var result = await RunAsync("build", "--select", "stg_evnts", "tag:mart", "--exclude", "tag:nothing");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("select: \"stg_evnts\" names no model or folder; near it are stg_events.", result.Errors, StringComparison.Ordinal);
        Assert.Contains("exclude: \"tag:nothing\" names no tag", result.Errors, StringComparison.Ordinal);
        Assert.Contains("InvalidArgument", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_experiment_without_a_scorecard_says_what_it_needs()
    {
        var result = await RunAsync("scorecard", "unheard_of");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("unheard_of", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "P8")]
    public async Task Without_a_token_nothing_is_told()
    {
        var result = await CliProcess.RunAsync("scorecard", "--address", server.Server.Address);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("GRPCEXP_TOKEN", result.Errors, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync([.. arguments, "--address", server.Server.Address, "--token", ControlPlaneProcess.AdminToken]);

    private async Task OnWarehouseAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Folder, "warehouse.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private async Task CreateFlagAsync(string key) =>
        await server.Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(key), RequestId = $"cli-{key}" });

    private async Task StartExperimentAsync()
    {
        foreach (var (key, tier) in new[] { ("cli_bought", MetricTier.Driver), ("cli_crashed", MetricTier.Guardrail) })
        {
            await server.Metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric(key, tier), RequestId = $"cli-{key}" });
        }

        await CreateFlagAsync("cli_flag");
        await server.Experiments.CreateExperimentAsync(new CreateExperimentRequest
        {
            Experiment = Samples.Experiment("cli_experiment", "cli_flag", "cli_bought", "cli_crashed"),
            RequestId = "cli-create",
        });
        await server.Experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = "cli_experiment", RequestId = "cli-submit" });
        await server.Approvals.ApproveExperimentAsync(new TransitionExperimentRequest { Key = "cli_experiment", RequestId = "cli-approve" });
        await server.Experiments.StartExperimentAsync(new StartExperimentRequest { Key = "cli_experiment", RequestId = "cli-start" });
    }

    // Half of control buys, and a tenth of the treatment.
    private async Task SendOutcomesAsync()
    {
        var ingest = new IngestService.IngestServiceClient(await server.WithRoleAsync(Role.Ingest));
        var now = DateTimeOffset.UtcNow.ToTimestamp();
        var assignments = new RecordAssignmentsRequest();
        var events = new RecordEventsRequest();
        for (var i = 0; i < 2 * UnitsPerVariant; i++)
        {
            var isControl = i < UnitsPerVariant;
            assignments.Assignments.Add(new Assignment
            {
                EventId = $"cli-a{i}",
                ExperimentKey = "cli_experiment",
                FlagKey = "cli_flag",
                UnitId = $"cli-u{i}",
                Variant = isControl ? "control" : "treatment",
                Bucket = i,
                AssignTime = now,
            });
            if (i % UnitsPerVariant < (isControl ? UnitsPerVariant / 2 : UnitsPerVariant / 10))
            {
                events.Events.Add(new Event { EventId = $"cli-e{i}", UnitId = $"cli-u{i}", EventName = "cli_bought", EventTime = now });
            }
        }

        await ingest.RecordAssignmentsAsync(assignments);
        await ingest.RecordEventsAsync(events);
    }
}
