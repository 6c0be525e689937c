using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteMetricValueTests() : MetricValueTests(WarehouseEngine.Sqlite);

public sealed class PostgresMetricValueTests() : MetricValueTests(WarehouseEngine.Postgres);

public abstract class MetricValueTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly MetricDefinition Revenue = new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" };

    [Theory]
    [InlineData(MetricType.Sum, MissingRule.Zero, "u1=6 u2=0")]
    [InlineData(MetricType.Mean, MissingRule.Zero, "u1=3 u2=0")]
    [InlineData(MetricType.Count, MissingRule.Zero, "u1=3 u2=0")]
    [InlineData(MetricType.Conversion, MissingRule.Zero, "u1=1 u2=0")]
    [InlineData(MetricType.Sum, MissingRule.Exclude, "u1=6")]
    [InlineData(MetricType.Conversion, MissingRule.Exclude, "u1=1")]
    public async Task A_unit_is_worth_what_its_metric_says(MetricType type, MissingRule missing, string expected)
    {
        var values = await ValuesAsync(Revenue with { Type = type, MissingRule = missing }, planted => planted
            .Assign("u1", "control").Assign("u2", "treatment")
            .Act("u1", 2, 1).Act("u1", 4, 2).Act("u1", null, 3).Act("u2", 9, 1, name: "other"));

        Assert.Equal(expected, values);
    }

    [Fact]
    public async Task Events_count_from_the_assignment_to_the_end_of_the_window_which_is_outside()
    {
        var values = await ValuesAsync(Revenue with { AttributionWindowHours = 24 }, planted => planted
            .Assign("u1", "control", 10)
            .Act("u1", 1, 9.999).Act("u1", 10, 10).Act("u1", 100, 33.999).Act("u1", 1000, 34));

        Assert.Equal("u1=110", values);
    }

    [Fact]
    public async Task A_window_may_start_at_the_first_valid_exposure()
    {
        var values = await ValuesAsync(Revenue with { AttributionWindowHours = 24, Anchor = AttributionAnchor.Exposure }, planted => planted
            .Assign("u1", "control", 10).Expose("u1", "treatment", 11).Expose("u1", "control", 12).Act("u1", 1, 11.5).Act("u1", 10, 12).Act("u1", 100, 35)
            .Assign("u2", "treatment", 10).Act("u2", 7, 11));

        Assert.Equal("u1=110 u2=0", values);
    }

    [Fact]
    public async Task Without_a_window_events_count_until_the_experiment_ends()
    {
        var values = await ValuesAsync(Revenue, planted =>
        {
            planted.Experiment = planted.Experiment with { EndedAt = PlantedExperiment.Start.AddHours(50) };
            return planted.Assign("u1", "control", 10).Act("u1", 1, 50).Act("u1", 10, 50.01);
        });

        Assert.Equal("u1=1", values);
    }

    [Fact]
    public async Task A_value_may_be_a_property_of_the_event()
    {
        var values = await ValuesAsync(Revenue with { ValueField = "tax" }, planted => planted
            .Assign("u1", "control")
            .Act("u1", 100, 1, properties: """{"tax": 1.5}""").Act("u1", 100, 2, properties: """{"tax": 2}""")
            .Act("u1", 100, 3, properties: """{"tax": "3"}""").Act("u1", 100, 4, properties: """{"other": 5}""").Act("u1", 100, 5));

        Assert.Equal("u1=3.5", values);
    }

    [Fact]
    public async Task A_value_above_the_cap_counts_as_the_cap()
    {
        Assert.Equal("u1=10 u2=4", await ValuesAsync(Revenue with { CapValue = 10 }, planted => planted
            .Assign("u1", "control").Act("u1", 50, 1).Assign("u2", "treatment").Act("u2", 4, 1)));
    }

    [Fact]
    public async Task A_percentile_cap_is_taken_over_all_variants_and_zeros()
    {
        // numpy.percentile([0, 1, 2, 3, 4, 100], 90) is halfway between 4 and 100.
        var values = await ValuesAsync(Revenue with { CapPercentile = 90 }, planted =>
        {
            for (var i = 0; i < 6; i++)
            {
                planted.Assign($"u{i}", i % 2 == 0 ? "control" : "treatment").Act($"u{i}", i == 5 ? 100 : i, 1);
            }

            return planted;
        });

        Assert.Equal("u0=0 u1=1 u2=2 u3=3 u4=4 u5=52", values);
    }

    [Fact]
    public async Task An_experiment_keeps_the_metric_version_it_is_pinned_to()
    {
        var planted = new PlantedExperiment().Measure(Revenue with { Version = 1 }).Measure(Revenue with { Version = 2, Type = MetricType.Count });
        planted.Experiment = planted.Experiment with { MetricVersions = new Dictionary<string, int> { ["revenue"] = 1 } };
        Assert.Equal("u1=7", await ValuesAsync(planted.Assign("u1", "control").Act("u1", 7, 1)));

        planted.Experiment = planted.Experiment with { MetricVersions = new Dictionary<string, int>() };
        await planted.DefineAsync(Database, Cancelled);
        Assert.Equal("u1=1", await ValuesAsync(planted));
    }

    [Fact]
    public async Task An_event_counts_for_every_experiment_of_its_unit_and_for_none_of_a_crossover()
    {
        var values = await ValuesAsync(Revenue, planted => planted
            .Assign("u1", "control").Act("u1", 7, 1)
            .Assign("u2", "control").Assign("u2", "treatment", 1).Act("u2", 9, 2)
            .Assign("u3", "unheard_of").Act("u3", 9, 2));

        Assert.Equal("u1=7", values);
    }

    private Task<string> ValuesAsync(MetricDefinition metric, Func<PlantedExperiment, PlantedExperiment> plant) =>
        ValuesAsync(plant(new PlantedExperiment().Measure(metric)));

    private async Task<string> ValuesAsync(PlantedExperiment planted)
    {
        await planted.StoreAsync(Database, Cancelled);
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
        return string.Join(' ', await QueryAsync("select unit_id || '=' || metric_value from warehouse.int_metric_unit_values order by unit_id")).Replace(".0", "", StringComparison.Ordinal);
    }
}
