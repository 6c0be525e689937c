using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteDataQualityTests() : DataQualityTests(WarehouseEngine.Sqlite);

public sealed class PostgresDataQualityTests() : DataQualityTests(WarehouseEngine.Postgres);

public abstract class DataQualityTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    [Fact]
    public async Task Every_planted_defect_is_found_and_nothing_else()
    {
        var planted = Clean(100)
            .Assign("c0", "control", 1, id: "-again").Assign("c0", "control", 2, id: "-third")
            .Assign("cross", "control").Assign("cross", "treatment", 1).Expose("cross", "treatment", 2)
            .Assign("unknown", "blue")
            .Assign("early", "control", 10).Expose("early", "control", 9)
            .Assign("mismatch", "control").Expose("mismatch", "treatment", 1)
            .Assign("multi", "control").Expose("multi", "control", 1).Expose("multi", "treatment", 2)
            .Assign("before", "control", -5).Expose("before", "control", -4)
            .Assign("late", "control").Expose("late", "control", 169)
            .Assign("never", "control")
            .Expose("stranger", "control", 1)
            .Act("ghost", 1, 1).Act("ghost", 2, 2);
        await planted.StoreAsync(Database, Cancelled);
        var ingestor = new EventIngestor(Database);
        var good = planted.Assignments[0];
        await ingestor.RecordAssignmentsAsync([good, good with { EventId = "bad1", Bucket = 10_000 }, good with { EventId = "bad2", Bucket = -1 }, good with { EventId = "bad3", UnitId = "" }], Cancelled);

        await BuildAsync();

        Assert.Equal(
            [
                "duplicate_assignments|warn|2", "crossover_units|warn|1", "unknown_variant_units|warn|1", "pre_assignment_exposures|warn|1",
                "variant_mismatches|warn|2", "multi_variation_exposures|warn|1", "exposures_outside_window|warn|1", "late_exposures|warn|1",
                "never_exposed_units|ok|1", "orphan_exposures|warn|1", "resent_events|ok|1", "rejected_missing_field|warn|1", "rejected_bucket_out_of_range|warn|2",
            ],
            await QueryAsync("select check_name, severity, finding_count from warehouse.mart_data_quality where experiment_key = 'checkout' and finding_count > 0 order by check_position"));
        Assert.Equal(["2"], await QueryAsync("select finding_count from warehouse.mart_data_quality where experiment_key = '*' and check_name = 'orphan_events'"));
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public async Task What_senders_dropped_is_in_the_readout_and_a_report_sent_again_changes_nothing()
    {
        await Clean(100).StoreAsync(Database, Cancelled);
        var ingestor = new EventIngestor(Database);
        await ingestor.ReportDroppedAsync([new("sender-1", "checkout", 3), new("sender-2", "checkout", 4), new("sender-2", "", 5)], Cancelled);
        await ingestor.ReportDroppedAsync([new("sender-1", "checkout", 6), new("sender-2", "checkout", 2), new("sender-2", "", 5)], Cancelled);
        await BuildAsync();
        Assert.Equal(
            ["*|warn|15", "checkout|warn|10"],
            await QueryAsync("select experiment_key, severity, finding_count from warehouse.mart_data_quality where check_name = 'dropped_exposures' and finding_count > 0 order by experiment_key"));

        // Beyond a tenth of the 200 units the results cannot be trusted.
        await ReportAsync(16, "warn|20");
        await ReportAsync(17, "error|21");

        async Task ReportAsync(long dropped, string expected)
        {
            await ingestor.ReportDroppedAsync([new("sender-1", "checkout", dropped)], Cancelled);
            await BuildAsync();
            Assert.Equal(
                [expected],
                await QueryAsync("select severity, finding_count from warehouse.mart_data_quality where experiment_key = 'checkout' and check_name = 'dropped_exposures'"));
        }
    }

    [Fact]
    public async Task A_clean_experiment_shows_every_check_as_fine()
    {
        await Clean(10).StoreAsync(Database, Cancelled);

        await BuildAsync();

        Assert.Equal(["ok|0"], await QueryAsync("select distinct severity, finding_count from warehouse.mart_data_quality"));
    }

    [Fact]
    public async Task A_defect_in_more_than_a_tenth_of_the_units_is_an_error_and_makes_the_scorecard_red()
    {
        var planted = Clean(10);
        for (var i = 0; i < 4; i++)
        {
            planted.Assign($"c{i}", "treatment", 1);
        }

        await planted.StoreAsync(Database, Cancelled);

        await BuildAsync();

        Assert.Equal(["error|4"], await QueryAsync("select severity, finding_count from warehouse.mart_data_quality where experiment_key = 'checkout' and check_name = 'crossover_units'"));
        Assert.Equal(["RED|INVALID"], await QueryAsync("select verdict, recommendation from warehouse.mart_experiment_scorecard"));
    }

    [Fact]
    public async Task Exposed_mode_counts_only_units_with_a_clean_exposure()
    {
        var planted = Clean(3)
            .Assign("mismatch", "control").Expose("mismatch", "treatment", 1)
            .Assign("multi", "control").Expose("multi", "control", 1).Expose("multi", "treatment", 2)
            .Assign("early", "control", 10).Expose("early", "control", 9).Expose("early", "control", 11)
            .Assign("never", "control")
            .Assign("late", "control").Expose("late", "control", 169)
            .Assign("cross", "control").Assign("cross", "treatment", 1).Expose("cross", "control", 2);
        await planted.StoreAsync(Database, Cancelled);

        await BuildAsync();

        Assert.Equal(
            ["exposed|control|4", "exposed|treatment|3", "itt|control|8", "itt|treatment|3"],
            await QueryAsync("select analysis_mode, variant, unit_count from warehouse.agg_experiment_variant_units order by 1, 2"));
        Assert.Equal(
            ["2026-03-01 00:00:00.000|12|3"],
            await QueryAsync("select exposed_day, exposure_count, exposure_count - valid_count from warehouse.fct_experiment_exposure_quality_daily where exposed_day < '2026-03-02'"));
    }

    private static PlantedExperiment Clean(int pairs)
    {
        var planted = new PlantedExperiment().Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" });
        for (var i = 0; i < pairs; i++)
        {
            planted.Assign($"c{i}", "control").Expose($"c{i}", "control", 1).Assign($"t{i}", "treatment").Expose($"t{i}", "treatment", 1).Act($"c{i}", i, 2).Act($"t{i}", i, 2);
        }

        return planted;
    }

    private async Task BuildAsync()
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }
}
