using GrpcExp.ControlPlane.Readouts.Weekly;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.EndToEnd.Seeds;

/// <summary>What weekly readout and alerts tell of the seeds; dates, states and decisions counted by hand in seeds/experiments.csv.</summary>
public abstract class SeedReadoutTests(SeedWarehouse warehouse)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_first_week_everything_starts_and_nothing_ends()
    {
        var readout = await ReadAsync(new DateOnly(2025, 9, 8));

        Assert.Equal((28, 0), (readout.Started.Count, readout.Concluded.Count));
    }

    [Fact]
    public async Task In_the_fourth_week_eleven_end_and_those_that_run_have_the_planted_verdicts()
    {
        var readout = await ReadAsync(new DateOnly(2025, 9, 29));

        Assert.Empty(readout.Started);
        Assert.Equal(
            [
                "avatar_upload inconclusive", "bundle_pricing shipped", "button_colour inconclusive", "dense_layout rolled_back", "email_digest shipped",
                "faq_placement inconclusive", "footer_links inconclusive", "home_recommendations shipped", "long_signup_form rolled_back",
                "signup_social shipped", "video_autoplay rolled_back",
            ],
            readout.Concluded.Select(experiment => $"{experiment.Key} {experiment.Decision.ToLowerInvariant()}"));
        Assert.Equal(17, readout.Running.Count);
        Assert.Equal(["beta_player", "early_paywall", "hero_video", "login_redirect", "push_reminders"], readout.Running.Take(5).Select(experiment => experiment.Key));
        var planted = SeedWarehouse.Manifest.Experiments.ToDictionary(experiment => experiment.Key, experiment => experiment.Verdict);
        Assert.All(readout.Running.Concat(readout.Concluded), experiment => Assert.Equal(planted[experiment.Key], experiment.Verdict));
        Assert.Equal(21, readout.DaysOf(readout.Concluded.Single(experiment => experiment.Key == "signup_social")));
    }

    [Fact]
    public async Task Both_forms_name_every_experiment_and_finding_of_the_week()
    {
        var readout = await ReadAsync(new DateOnly(2025, 9, 29));
        var folder = Path.Combine(Path.GetTempPath(), $"readouts_{Guid.NewGuid():N}");
        try
        {
            var files = await new ReadoutFiles(folder).WriteAsync(readout, Cancelled);

            Assert.Equal(["seeds-2025-09-29.md", "seeds-2025-09-29.html"], files.Select(Path.GetFileName));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
            foreach (var text in files.Select(File.ReadAllText))
            {
                Assert.All(readout.Running.Concat(readout.Concluded), experiment => Assert.Contains(experiment.Key, text, StringComparison.Ordinal));
                Assert.All(readout.Findings, finding => Assert.Contains(finding.Check, text, StringComparison.Ordinal));
            }

            Assert.Equal(await warehouse.CountAsync("mart_data_quality", "severity <> 'ok'"), readout.Findings.Count);
            Assert.NotEmpty(readout.Findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Everything_unusual_is_read_and_of_the_newest_days_only_that()
    {
        var reader = new MonitoringReader(warehouse.Database);

        var all = await reader.ListAnomaliesAsync(10_000, Cancelled);
        var newest = await reader.ListAnomaliesAsync(2, Cancelled);

        Assert.Equal(
            await warehouse.CountAsync("mart_anomalies", "severity <> 'ok'") + await warehouse.CountAsync("mart_metric_drift", "drift_kind = 'value_shift'"), all.Count);
        Assert.NotEmpty(all);
        Assert.Equal(await warehouse.CountAsync("mart_anomalies", "severity = 'error'"), all.Count(anomaly => anomaly is { IsError: true, Kind: not "value_shift" }));
        Assert.InRange(newest.Select(anomaly => anomaly.Day).Distinct().Count(), 0, 2);
        Assert.Equal(all.Where(anomaly => newest.Any(other => other.Day == anomaly.Day)), newest);
        Assert.Equal(await warehouse.CountAsync("mart_pipeline_health", "status <> 'ok'"), (await reader.ListLateAsync(Cancelled)).Count);
    }

    private async Task<WeeklyReadout> ReadAsync(DateOnly to)
    {
        var week = new WeekReader(warehouse.Database);
        return WeeklyReadout.Of("seeds", to, await week.ListExperimentsAsync(Cancelled), await week.ListFindingsAsync(Cancelled), []);
    }
}

public sealed class SqliteSeedReadoutTests(SqliteSeedWarehouse warehouse) : SeedReadoutTests(warehouse), IClassFixture<SqliteSeedWarehouse>;

public sealed class PostgresSeedReadoutTests(PostgresSeedWarehouse warehouse) : SeedReadoutTests(warehouse), IClassFixture<PostgresSeedWarehouse>;
