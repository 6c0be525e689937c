using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Traffic;

namespace GrpcExp.Database.Warehouse.Traffic;

public sealed class SqliteTrafficReaderTests() : TrafficReaderTests(WarehouseEngine.Sqlite);

public sealed class PostgresTrafficReaderTests() : TrafficReaderTests(WarehouseEngine.Postgres);

/// <summary>Four units on four days, of which today is not over; all numbers by hand.</summary>
public abstract class TrafficReaderTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly DateOnly Day28 = new(2026, 3, 28);
    private static readonly DateOnly Day30 = new(2026, 3, 30);

    [Fact]
    public async Task Units_count_on_the_day_that_they_came_first()
    {
        var reader = await BuiltAsync();

        var all = await reader.ReadUnitsAsync(Day30, 28, Cancelled);
        var two = await reader.ReadUnitsAsync(Day30, 2, Cancelled);

        Assert.Equal((Day28, Day30), (all!.FirstDay, all.LastDay));
        Assert.Equal([2L, 1L, 0L], all.NewUnits);
        Assert.Equal((Day28.AddDays(1), Day30), (two!.FirstDay, two.LastDay));
        Assert.Equal([2L, 0L], two.NewUnits);
        Assert.Null(await reader.ReadUnitsAsync(Day28.AddDays(-1), 28, Cancelled));
    }

    [Fact]
    public async Task Events_are_counted_by_name()
    {
        var reader = await BuiltAsync();

        var counts = await reader.CountEventsAsync(Day28, Day30, Cancelled);

        Assert.Equal([("order", 3L), ("visit", 3L)], counts.OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value)));
    }

    [Theory]
    [InlineData("revenue", 3, 20, 26.457513110645905)] // 10, 50, 0: √700
    [InlineData("revenue_of_buyers", 2, 30, 28.284271247461902)] // 10, 50: √800
    [InlineData("buyers", 3, 0.66666666666666663, 0.57735026918962573)] // 1, 1, 0: √(1/3)
    [InlineData("orders", 3, 1, 1)] // 1, 2, 0
    [InlineData("order_size", 3, 11.666666666666666, 12.583057392117917)] // 10, 25, 0: √(475/3)
    [InlineData("regulars", 3, 0.33333333333333331, 0.57735026918962573)] // 0, 1, 0
    public async Task A_baseline_has_one_value_a_unit(string metric, long units, double mean, double deviation)
    {
        var reader = await BuiltAsync();

        var baseline = await reader.ReadBaselineAsync(Metrics().Single(definition => definition.Key == metric), Day28, Day30, Cancelled);

        Assert.Equal(units, baseline!.Units);
        Assert.Equal(mean, baseline.Mean, 1e-12);
        Assert.Equal(deviation, baseline.StandardDeviation, 1e-12);
    }

    [Fact]
    public async Task Before_the_first_build_nothing_is_told()
    {
        var reader = new TrafficReader(Database);

        Assert.Null(await reader.ReadUnitsAsync(Day30, 28, Cancelled));
        Assert.Empty(await reader.CountEventsAsync(Day28, Day30, Cancelled));
        Assert.Null(await reader.ReadBaselineAsync(Metrics()[0], Day28, Day30, Cancelled));
    }

    [Fact]
    public async Task What_is_no_single_number_a_unit_has_no_baseline()
    {
        var filtered = Metrics()[0] with { Filters = [new MetricFilter("plan", FilterOperator.Equals, ["pro"])] };
        var quantile = Metrics()[0] with { Type = MetricType.Quantile, Quantile = 0.9 };

        Assert.False(TrafficReader.HasBaseline(filtered));
        Assert.False(TrafficReader.HasBaseline(quantile));
        await Assert.ThrowsAsync<ArgumentException>(() => new TrafficReader(Database).ReadBaselineAsync(quantile, Day28, Day30, Cancelled));
    }

    private static List<MetricDefinition> Metrics() =>
    [
        new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" },
        new() { Key = "revenue_of_buyers", Type = MetricType.Sum, EventName = "order", MissingRule = MissingRule.Exclude },
        new() { Key = "buyers", Type = MetricType.Conversion, EventName = "order" },
        new() { Key = "orders", Type = MetricType.Count, EventName = "order" },
        new() { Key = "order_size", Type = MetricType.Mean, EventName = "order" },
        new() { Key = "regulars", Type = MetricType.Activation, EventName = "order", ThresholdCount = 2 },
    ];

    private async Task<TrafficReader> BuiltAsync()
    {
        const double First = 27 * 24;
        var planted = new PlantedExperiment()
            .Act("u1", 10, First + 1)
            .Act("u2", null, First + 2, "visit")
            .Act("u2", 20, First + 25)
            .Act("u2", 30, First + 26)
            .Act("u3", null, First + 27, "visit")
            .Act("u3", null, First + 49, "visit")
            .Act("u9", 1_000, First + 73);
        foreach (var metric in Metrics())
        {
            planted.Measure(metric);
        }

        await planted.StoreAsync(Database, Cancelled);
        var built = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(built.Published, built.Failure);
        return new TrafficReader(Database);
    }
}
