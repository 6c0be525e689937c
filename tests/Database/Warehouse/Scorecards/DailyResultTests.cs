using System.Globalization;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Scorecards;

public sealed class SqliteDailyResultTests() : DailyResultTests(WarehouseEngine.Sqlite);

public sealed class PostgresDailyResultTests() : DailyResultTests(WarehouseEngine.Postgres);

/// <summary>Results by day and beside the deciding test; means computed by hand.</summary>
public abstract class DailyResultTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly MetricDefinition Revenue = new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" };

    [Fact]
    public async Task Every_day_speaks_of_all_days_so_far()
    {
        await BuildAsync(Revenue, Planted());

        // Day 0: control u1 = 2, u2 = 0 and treatment u3 = 6; day 1 brings u4 and 4 for u1; day 2 nothing but 8 for u4; day 3 a capless 10 for u2.
        Assert.Equal(
            ["0|2026-03-01|2|1|1|6", "1|2026-03-02|2|2|3|3", "2|2026-03-03|2|2|3|7", "3|2026-03-04|2|2|8|7"],
            await QueryAsync(
                "select day_number, day, control_count, treatment_count, control_mean, treatment_mean from warehouse.fct_experiment_daily_results where series = 'to_date' order by day_number"));
    }

    [Theory]
    [InlineData(MetricType.Sum, MissingRule.Zero, null)]
    [InlineData(MetricType.Mean, MissingRule.Exclude, null)]
    [InlineData(MetricType.Count, MissingRule.Exclude, null)]
    [InlineData(MetricType.Conversion, MissingRule.Zero, null)]
    [InlineData(MetricType.Sum, MissingRule.Zero, 5.0)]
    public async Task The_last_day_is_the_result(MetricType type, MissingRule missing, double? cap)
    {
        await BuildAsync(Revenue with { Type = type, MissingRule = missing, CapValue = cap }, Planted());

        const string Columns = "control_count, treatment_count, control_mean, treatment_mean, absolute_ci_low, absolute_ci_high, p_value";
        var last = Assert.Single(await QueryAsync(
            $"select {Columns} from warehouse.fct_experiment_daily_results where series = 'to_date' and day_number = 3"));
        var result = Assert.Single(await QueryAsync($"select {Columns} from warehouse.fct_experiment_results where segment_dimension = 'all' and is_decision_mode = 1"));
        foreach (var (now, then) in last.Split('|').Zip(result.Split('|')))
        {
            Assert.Equal(then.Length == 0, now.Length == 0);
            if (then.Length > 0)
            {
                Assert.Equal(double.Parse(then, CultureInfo.InvariantCulture), double.Parse(now, CultureInfo.InvariantCulture), 10);
            }
        }
    }

    [Fact]
    public async Task A_day_since_exposure_counts_units_that_have_been_through_it()
    {
        await BuildAsync(Revenue, Planted());

        // The newest event is of day 3, which is not over. u1, u2, u3 are exposed on day 0 and through days 0 to 2 of theirs, u4 on day 1 through days 0 and 1.
        Assert.Equal(
            ["0|2|2|1|3", "1|2|2|2|4", "2|2|1|0|0"],
            await QueryAsync(
                "select day_number, control_count, treatment_count, control_mean, treatment_mean from warehouse.fct_experiment_daily_results where series = 'since_exposure' order by day_number"));
    }

    [Fact]
    public async Task Both_modes_have_results_and_the_experiments_own_decides()
    {
        var planted = Planted().Assign("u5", "treatment", 1).Act("u5", 100, 2);
        await BuildAsync(Revenue, planted);

        Assert.Equal(
            ["exposed|0|2|2|7", "itt|1|2|3|38"],
            await QueryAsync(
                "select analysis_mode, is_decision_mode, control_count, treatment_count, treatment_mean from warehouse.mart_variant_comparison order by analysis_mode"));
    }

    [Fact]
    public async Task What_was_before_the_experiment_explains_variance_away()
    {
        // The metric is its covariate plus a constant a variant: all variance is explained, and the effect is the difference of constants.
        var planted = new PlantedExperiment();
        for (var i = 0; i < 8; i++)
        {
            var (unit, variant) = ($"u{i}", i % 2 == 0 ? "control" : "treatment");
            planted.Assign(unit, variant, 100).Act(unit, i * i, 50).Act(unit, (i * i) + (i % 2 == 0 ? 10 : 13), 101);
        }

        await BuildAsync(Revenue, planted);
        var row = Assert.Single(await QueryAsync(
            "select cuped_absolute_effect, cuped_variance_reduction, absolute_effect from warehouse.fct_experiment_results where segment_dimension = 'all' and is_decision_mode = 1"))
            .Split('|').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(3, row[0], 9);
        Assert.Equal(1, row[1], 9);
        Assert.Equal(10, row[2], 9);
    }

    [Fact]
    public async Task With_planned_units_an_interval_holds_at_every_look()
    {
        var planted = Planted();
        planted.Experiment = planted.Experiment with { PlannedUnits = 100 };
        await BuildAsync(Revenue, planted);

        var row = Assert.Single(await QueryAsync(
            "select sequential_absolute_ci_low, absolute_ci_low, absolute_ci_high, sequential_absolute_ci_high from warehouse.fct_experiment_results where segment_dimension = 'all' and is_decision_mode = 1"))
            .Split('|').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.True(row[0] < row[3] && row[1] < row[2], string.Join(' ', row));
        Assert.NotEmpty(await QueryAsync("select 1 from warehouse.fct_experiment_daily_results where series = 'to_date' and sequential_p_value is not null"));
    }

    private static PlantedExperiment Planted() => new PlantedExperiment()
        .Assign("u1", "control", 1).Expose("u1", "control", 1.5).Act("u1", 2, 2).Act("u1", 4, 25)
        .Assign("u2", "control", 1).Expose("u2", "control", 1.5).Act("u2", 10, 73)
        .Assign("u3", "treatment", 1).Expose("u3", "treatment", 1.5).Act("u3", 6, 3)
        .Assign("u4", "treatment", 25).Expose("u4", "treatment", 25.5).Act("u4", 8, 49);

    private async Task BuildAsync(MetricDefinition metric, PlantedExperiment planted)
    {
        await planted.Measure(metric).StoreAsync(Database, Cancelled);
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }
}
