using GrpcExp.Cli.Seeds;

namespace GrpcExp.EndToEnd.Seeds;

/// <summary>The platform finds exactly what seeds/manifest.json says was planted: no more and no less.</summary>
public abstract class SeedTests(SeedWarehouse warehouse)
{
    public static TheoryData<string> Experiments() =>
        new(SeedWarehouse.Manifest.Experiments.Where(experiment => experiment.Verdict.Length > 0).Select(experiment => experiment.Key));

    [Fact]
    public void The_build_is_published()
    {
        Assert.Null(warehouse.Build.Failure);
        Assert.True(warehouse.Build.Published);
    }

    [Fact]
    [Trait("Promise", "P4.1")]
    public void Every_row_is_stored_once_or_known_or_refused_as_planted()
    {
        var planted = SeedWarehouse.Manifest.Totals;
        Assert.Equal(planted.AssignmentResends, warehouse.Assignments.Duplicate);
        Assert.Equal(planted.BadBuckets + planted.MissingAssignmentFields, warehouse.Assignments.Rejected.Count);
        Assert.Equal(50_000, warehouse.Assignments.Accepted + warehouse.Assignments.Duplicate + warehouse.Assignments.Rejected.Count);
        Assert.Equal(planted.ExposureResends, warehouse.Exposures.Duplicate);
        Assert.Equal(planted.MissingExposureFields, warehouse.Exposures.Rejected.Count);
        Assert.Equal(planted.OutcomeResends, warehouse.Events.Duplicate);
        Assert.Equal(planted.MissingOutcomeFields, warehouse.Events.Rejected.Count);
        var events = warehouse.Exposures.Accepted + warehouse.Exposures.Duplicate + warehouse.Exposures.Rejected.Count
            + warehouse.Events.Accepted + warehouse.Events.Duplicate + warehouse.Events.Rejected.Count;
        Assert.Equal(100_000, events);
    }

    [Fact]
    public void Experiments_without_data_have_no_scorecard() => Assert.Equal(
        SeedWarehouse.Manifest.Experiments.Where(experiment => experiment.Verdict.Length > 0).Select(experiment => experiment.Key).Order(),
        warehouse.Scorecards.Keys.Order());

    [Theory]
    [MemberData(nameof(Experiments))]
    public void The_verdict_is_what_was_planted(string key)
    {
        var planted = Planted(key);
        var found = warehouse.Scorecards[key];
        Assert.Equal((planted.Verdict, planted.Recommendation), (found.Verdict, found.Recommendation));
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public void The_primary_metric_moves_as_planted(string key)
    {
        var planted = Planted(key).Planted;
        var primary = warehouse.Scorecards[key].Analysis.Evidence.Metrics[0].Comparisons;
        var isFlat = planted is "flat" or "sample_ratio_mismatch" or "broken_logging";
        Assert.All(primary, row => Assert.Equal(!isFlat, row.Comparison.PValue.Value < 0.05));
        if (planted is "winner" or "loser")
        {
            // A clear one: no borderline of 0.05 decides it.
            Assert.All(primary, row => Assert.True(row.Comparison.PValue.Value < 0.005));
        }
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public void The_sample_ratio_is_judged_as_planted(string key)
    {
        var severity = warehouse.Scorecards[key].Analysis.Evidence.SampleRatio.Severity.ToString();
        Assert.Equal(Planted(key).Srm, severity, ignoreCase: true);
    }

    [Theory]
    [MemberData(nameof(Experiments))]
    public async Task Every_planted_defect_is_found_and_no_other(string key) =>
        Assert.Equal(Expected(Planted(key).Defects), Sorted(await warehouse.FindingsAsync(key)));

    [Fact]
    public async Task The_platform_totals_are_those_of_the_manifest() =>
        Assert.Equal(Expected(SeedWarehouse.Manifest.Totals), Sorted(await warehouse.FindingsAsync("*")));

    [Fact]
    public void A_segment_that_loses_under_a_winning_total_is_named()
    {
        var key = SeedWarehouse.Manifest.Experiments.Single(experiment => experiment.Planted == "segment_loser").Key;
        var scorecard = warehouse.Scorecards[key].Analysis.Scorecard;
        Assert.Contains(scorecard.Reasons, reason => reason.Contains("segment = business", StringComparison.Ordinal));
    }

    [Fact]
    public void The_harmed_guardrail_is_named()
    {
        var key = SeedWarehouse.Manifest.Experiments.Single(experiment => experiment.Planted == "guardrail_violation").Key;
        Assert.Contains("unsubscribe_rate", warehouse.Scorecards[key].Analysis.Scorecard.Reasons[0], StringComparison.Ordinal);
    }

    private static SeedExperimentSummary Planted(string key) => SeedWarehouse.Manifest.Experiments.Single(experiment => experiment.Key == key);

    // The platform's names for what was planted. A unit that saw its own variant and then another also saw another one, and
    // an exposure after the end is also late.
    private static SortedDictionary<string, long> Expected(SeedDefectCounts planted) => Sorted(new Dictionary<string, long>
    {
        ["duplicate_assignments"] = planted.RepeatedAssignments,
        ["crossover_units"] = planted.CrossoverUnits,
        ["pre_assignment_exposures"] = planted.PreAssignmentExposures,
        ["variant_mismatches"] = planted.VariantMismatches + planted.MultipleVariantExposures,
        ["multi_variation_exposures"] = planted.MultipleVariantExposures,
        ["exposures_outside_window"] = planted.LateExposures,
        ["late_exposures"] = planted.LateExposures,
        ["never_exposed_units"] = planted.NeverExposed,
        ["orphan_exposures"] = planted.OrphanExposures,
        ["orphan_events"] = planted.OrphanOutcomes,
        ["resent_events"] = planted.AssignmentResends + planted.ExposureResends + planted.OutcomeResends,
        ["rejected_missing_field"] = planted.MissingAssignmentFields + planted.MissingExposureFields + planted.MissingOutcomeFields,
        ["rejected_bucket_out_of_range"] = planted.BadBuckets,
    });

    private static SortedDictionary<string, long> Sorted(Dictionary<string, long> findings) =>
        new(findings.Where(finding => finding.Value > 0).ToDictionary(finding => finding.Key, finding => finding.Value), StringComparer.Ordinal);
}

/// <summary>On an SQLite file.</summary>
public sealed class SqliteSeedTests(SqliteSeedWarehouse warehouse) : SeedTests(warehouse), IClassFixture<SqliteSeedWarehouse>;

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresSeedTests(PostgresSeedWarehouse warehouse) : SeedTests(warehouse), IClassFixture<PostgresSeedWarehouse>;
