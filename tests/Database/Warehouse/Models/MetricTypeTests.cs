using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteMetricTypeTests() : MetricTypeTests(WarehouseEngine.Sqlite);

public sealed class PostgresMetricTypeTests() : MetricTypeTests(WarehouseEngine.Postgres);

/// <summary>Values that are not just a sum over a unit's events; each computed by hand.</summary>
public abstract class MetricTypeTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const string Values = "select unit_id || '=' || metric_value from warehouse.int_metric_unit_values order by unit_id";
    private const string Pairs = "select unit_id || '=' || metric_value || '/' || paired_value from warehouse.int_metric_unit_values order by unit_id";

    private static readonly MetricDefinition Orders = new() { Key = "revenue", Type = MetricType.Count, EventName = "order" };

    private static readonly MetricDefinition ValuePerView = Orders with
    {
        Type = MetricType.Ratio,
        NumeratorAggregation = MetricAggregation.Sum,
        Denominator = new RatioDenominator { EventName = "view", Aggregation = MetricAggregation.Count },
    };

    [Fact]
    public async Task A_ratio_keeps_numerator_and_denominator_of_every_unit()
    {
        await BuildAsync(ValuePerView, planted => planted
            .Assign("u1", "control").Act("u1", 4, 1).Act("u1", 2, 2).Act("u1", null, 1, "view").Act("u1", null, 3, "view").Act("u1", null, 4, "view")
            .Assign("u2", "control").Act("u2", null, 1, "view").Act("u2", null, 2, "view")
            .Assign("u3", "treatment"));

        Assert.Equal("u1=6/3 u2=0/2 u3=0/0", await TextAsync(Pairs));
    }

    [Fact]
    public async Task The_denominator_of_a_ratio_may_have_a_window_and_conditions_and_both_may_be_of_one_event()
    {
        var metric = ValuePerView with
        {
            AttributionWindowHours = 24,
            Denominator = new RatioDenominator { EventName = "order", Aggregation = MetricAggregation.Count, Filters = [new MetricFilter("paid", FilterOperator.Equals, "true")] },
        };
        await BuildAsync(metric, planted => planted
            .Assign("u1", "control").Act("u1", 4, 1, properties: """{"paid": true}""").Act("u1", 2, 2).Act("u1", 9, 24, properties: """{"paid": true}"""));

        Assert.Equal("u1=6/1", await TextAsync(Pairs));
    }

    [Fact]
    public async Task The_ratio_of_a_variant_is_its_total_numerator_over_its_total_denominator()
    {
        // Control: units (6, 3) and (0, 2), ratio 6/5; treatment: (8, 1), (1, 2), ratio 9/3. The standard error by the delta method:
        // variance of the linearised values (y − R·d)/d̄ over n, in each variant.
        await BuildAsync(ValuePerView, planted => planted
            .Assign("u1", "control").Act("u1", 6, 1).Act("u1", null, 1, "view").Act("u1", null, 2, "view").Act("u1", null, 3, "view")
            .Assign("u2", "control").Act("u2", null, 1, "view").Act("u2", null, 2, "view")
            .Assign("u3", "treatment").Act("u3", 8, 1).Act("u3", null, 1, "view")
            .Assign("u4", "treatment").Act("u4", 1, 1).Act("u4", null, 1, "view").Act("u4", null, 2, "view"));

        static double Variance(double y1, double d1, double y2, double d2)
        {
            var ratio = (y1 + y2) / (d1 + d2);
            var mean = (d1 + d2) / 2;
            var (z1, z2) = ((y1 - (ratio * d1)) / mean, (y2 - (ratio * d2)) / mean);
            return (((z1 - z2) / 2 * (z1 - z2) / 2) + ((z2 - z1) / 2 * (z2 - z1) / 2)) / 1 / 2;
        }

        var row = (await QueryAsync("select control_mean, treatment_mean, absolute_std_error from warehouse.fct_experiment_results where segment_dimension = 'all' and is_decision_mode = 1"))
            .Single().Split('|').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(1.2, row[0], 12);
        Assert.Equal(3, row[1], 12);
        Assert.Equal(Math.Sqrt(Variance(6, 3, 0, 2) + Variance(8, 1, 1, 2)), row[2], 12);
    }

    [Fact]
    public async Task A_retention_is_the_event_in_the_day_that_begins_after_its_days()
    {
        await BuildAsync(Orders with { Type = MetricType.Retention, WindowDelayHours = 48, AttributionWindowHours = 24 }, planted => planted
            .Assign("u1", "control", 10).Act("u1", null, 58)
            .Assign("u2", "control", 10).Act("u2", null, 57.999).Act("u2", null, 82)
            .Assign("u3", "treatment", 10).Act("u3", null, 81.999).Act("u3", null, 81));

        Assert.Equal("u1=1 u2=0 u3=1", await TextAsync(Values));
    }

    [Fact]
    public async Task An_activation_is_so_many_events_in_the_window()
    {
        await BuildAsync(Orders with { Type = MetricType.Activation, ThresholdCount = 2, AttributionWindowHours = 24 }, planted => planted
            .Assign("u1", "control").Act("u1", null, 1).Act("u1", null, 23.999)
            .Assign("u2", "control").Act("u2", null, 1).Act("u2", null, 24)
            .Assign("u3", "treatment").Act("u3", null, 0).Act("u3", null, 1).Act("u3", null, 2));

        Assert.Equal("u1=1 u2=0 u3=1", await TextAsync(Values));
    }

    [Theory]
    [InlineData("", "u1=3 u2=1 u3=0")]
    [InlineData("order", "u1=2 u2=0 u3=0")]
    public async Task Sessions_begin_in_the_window_and_may_have_to_contain_an_event(string eventName, string expected)
    {
        // u1: 1 to 1.4 with an order; 2 (half an hour and more later) with an order after midnight; 30.
        await BuildAsync(Orders with { Type = MetricType.Sessions, EventName = eventName, AttributionWindowHours = 48 }, planted => planted
            .Assign("u1", "control", 0.5).Act("u1", null, 0.1, "view").Act("u1", null, 1, "view").Act("u1", null, 1.4)
            .Act("u1", null, 23.8, "view").Act("u1", null, 24.1).Act("u1", null, 30, "view").Act("u1", null, 48.5)
            .Assign("u2", "control").Act("u2", null, 5, "view")
            .Assign("u3", "treatment"));

        Assert.Equal(expected, await TextAsync(Values));
    }

    [Fact]
    public async Task A_condition_keeps_the_events_that_meet_it()
    {
        (MetricFilter Filter, int Events)[] cases =
        [
            (new("plan", FilterOperator.Equals, "pro"), 1),
            (new("plan", FilterOperator.NotEquals, "pro"), 2),
            (new("plan", FilterOperator.In, "pro", "free"), 2),
            (new("plan", FilterOperator.Present), 3),
            (new("paid", FilterOperator.Equals, "true"), 1),
            (new("seats", FilterOperator.Equals, "10"), 1),
            (new("seats", FilterOperator.GreaterThan, "10"), 1),
            (new("seats", FilterOperator.GreaterOrEqual, "10"), 2),
            (new("seats", FilterOperator.LessThan, "10"), 1),
            (new("seats", FilterOperator.LessOrEqual, "10"), 2),
            (new("value", FilterOperator.Equals, "2.50"), 1),
            (new("value", FilterOperator.In, "2.5", "7"), 2),
            (new("value", FilterOperator.GreaterThan, "2.5"), 1),
            (new("value", FilterOperator.Present), 3),
            (new("nothing", FilterOperator.Present), 0),
        ];
        var planted = new PlantedExperiment().Measure(Orders).Assign("u1", "control")
            .Act("u1", 1, 1, properties: """{"plan": "pro", "seats": 10, "paid": true}""")
            .Act("u1", 2.5, 2, properties: """{"plan": "free", "seats": 11, "paid": false}""")
            .Act("u1", 7, 3, properties: """{"plan": "old", "seats": 9, "paid": 1}""")
            .Act("u1", null, 4, properties: """{"seats": "12", "plan": null}""")
            .Act("u1", null, 5);
        foreach (var (filter, place) in cases.Select((test, i) => (test.Filter, i)))
        {
            planted.Measure(Orders with { Key = $"m{place:00}", Filters = [filter] });
        }

        planted.Experiment = planted.Experiment with { SecondaryMetrics = [.. planted.Metrics.Skip(1).Select(metric => metric.Key)] };
        await BuildAsync(planted);

        Assert.Equal(
            cases.Select((test, i) => $"m{i:00}|{test.Events} {test.Filter.Property} {test.Filter.Operator}"),
            (await QueryAsync("select metric_key, cast(metric_value as integer) from warehouse.int_metric_unit_values where metric_key <> 'revenue' order by metric_key"))
                .Select((row, i) => $"{row} {cases[i].Filter.Property} {cases[i].Filter.Operator}"));
    }

    [Fact]
    public async Task All_conditions_must_hold_on_one_event()
    {
        await BuildAsync(Orders with { Filters = [new MetricFilter("plan", FilterOperator.In, "pro", "free"), new MetricFilter("seats", FilterOperator.GreaterThan, "10")] }, planted => planted
            .Assign("u1", "control")
            .Act("u1", 1, 1, properties: """{"plan": "pro", "seats": 10}""")
            .Act("u1", 1, 2, properties: """{"plan": "free", "seats": 11}""")
            .Act("u1", 1, 3, properties: """{"plan": "old", "seats": 12}"""));

        Assert.Equal("u1=1", await TextAsync(Values));
    }

    [Theory]
    [InlineData(MissingRule.Zero, "control free 0x2 4x1", "treatment free 1x1 6x1")]
    [InlineData(MissingRule.Exclude, "control free 0x1 4x1", "treatment free 1x1 6x1")]
    public async Task A_quantile_keeps_every_value_and_the_zeros_that_count(MissingRule missing, params string[] expected)
    {
        await BuildAsync(Orders with { Type = MetricType.Quantile, Quantile = 0.5, MissingRule = missing }, planted => planted
            .Assign("u1", "control").Act("u1", 0, 1).Assign("u2", "control").Act("u2", 1, 1).Act("u2", 3, 2).Assign("u3", "control")
            .Assign("u4", "treatment").Act("u4", 6, 1).Assign("u5", "treatment").Act("u5", 1, 1));

        var rows = await QueryAsync("select variant, metric_value, unit_count from warehouse.int_metric_quantile_values order by variant, metric_value");
        var found = rows.Select(row => row.Split('|')).GroupBy(row => row[0]).Select(variant =>
            $"{variant.Key} free {string.Join(' ', variant.Select(row => $"{double.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)}x{row[2]}"))}");
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task The_covariate_is_the_metric_in_the_fourteen_days_before_the_assignment()
    {
        await BuildAsync(Orders with { Type = MetricType.Sum, Anchor = AttributionAnchor.Exposure }, planted => planted
            .Assign("u1", "control", 400).Expose("u1", "control", 410)
            .Act("u1", 1, 63.999).Act("u1", 10, 64).Act("u1", 100, 399.999).Act("u1", 1000, 400).Act("u1", 7, 411)
            .Assign("u2", "treatment", 400).Act("u2", 5, 300));

        Assert.Equal("u1=7/110 u2=0/5", await TextAsync(Pairs));
    }

    private Task BuildAsync(MetricDefinition metric, Func<PlantedExperiment, PlantedExperiment> plant) => BuildAsync(plant(new PlantedExperiment().Measure(metric)));

    private async Task BuildAsync(PlantedExperiment planted)
    {
        await planted.StoreAsync(Database, Cancelled);
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }

    private async Task<string> TextAsync(string sql) => string.Join(' ', await QueryAsync(sql)).Replace(".0", "", StringComparison.Ordinal);
}
