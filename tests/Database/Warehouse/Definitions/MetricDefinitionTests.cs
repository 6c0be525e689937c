using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Definitions;

public sealed class SqliteMetricDefinitionTests() : MetricDefinitionTests(WarehouseEngine.Sqlite);

public sealed class PostgresMetricDefinitionTests() : MetricDefinitionTests(WarehouseEngine.Postgres);

/// <summary>Metrics of every type, from the definition to the registry that models read.</summary>
public abstract class MetricDefinitionTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly MetricDefinition Revenue = new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" };

    private static readonly MetricDefinition Ratio = Revenue with
    {
        Type = MetricType.Ratio,
        NumeratorAggregation = MetricAggregation.Sum,
        ValueField = "net",
        Filters = [new("plan", FilterOperator.Equals, "pro"), new("amount", FilterOperator.GreaterThan, "1e1")],
        Denominator = new()
        {
            EventName = "visit",
            Aggregation = MetricAggregation.Count,
            Filters = [new("country", FilterOperator.In, "DE", "FR"), new("my note", FilterOperator.Present)],
        },
    };

    private DefinitionStore Store => new(Database);

    [Fact]
    public async Task A_metric_of_a_first_type_leaves_what_it_does_not_need_empty()
    {
        await DefineAsync(Revenue);

        Assert.Equal(["sum|value|||||||||0"], await QueryAsync(
            "select metric_type, value_field, numerator_aggregation, denominator_event_name, denominator_value_field, denominator_aggregation, filter_text, "
            + "denominator_filter_text, quantile, threshold_count, window_delay_hours from raw.metric_definitions"));
    }

    [Fact]
    public async Task A_ratio_has_two_sides()
    {
        await DefineAsync(Ratio);

        Assert.Equal(["ratio|order|net|sum|visit|value|count"], await QueryAsync(
            "select metric_type, event_name, value_field, numerator_aggregation, denominator_event_name, denominator_value_field, denominator_aggregation from raw.metric_definitions"));
        Assert.Equal(
            ["""plan equals "pro" and amount greater_than 10|country in ["DE","FR"] and "my note" present"""],
            await QueryAsync("select filter_text, denominator_filter_text from raw.metric_definitions"));
    }

    [Fact]
    public async Task Conditions_are_rows_by_part_and_position()
    {
        await DefineAsync(Ratio);

        Assert.Equal(
            ["""denominator|0|country|in|["DE","FR"]""", "denominator|1|my note|present|", "numerator|0|plan|equals|pro", "numerator|1|amount|greater_than|10"],
            await QueryAsync("select part, position, property, operator, value from raw.metric_filters order by part, position"));
    }

    [Theory]
    [InlineData(MetricType.Quantile, "0.9|||336|0")]
    [InlineData(MetricType.Activation, "|3||336|0")]
    [InlineData(MetricType.Retention, "||7|24|168")]
    [InlineData(MetricType.Sessions, "|||336|0")]
    public async Task A_type_brings_its_parameter(MetricType type, string expected)
    {
        await DefineAsync(Revenue with
        {
            Type = type,
            Quantile = type == MetricType.Quantile ? 0.9 : null,
            ThresholdCount = type == MetricType.Activation ? 3 : null,
            WindowDelayHours = type == MetricType.Retention ? 7 * 24 : 0,
            AttributionWindowHours = type == MetricType.Retention ? null : 336,
        });

        Assert.Equal([expected], await QueryAsync(
            "select quantile, threshold_count, case when window_delay_hours > 0 then window_delay_hours / 24 end, attribution_window_hours, window_delay_hours from raw.metric_definitions"));
    }

    [Fact]
    public async Task A_new_export_takes_old_conditions_away()
    {
        await DefineAsync(Ratio);
        await DefineAsync(Revenue);

        Assert.Empty(await QueryAsync("select * from raw.metric_filters"));
    }

    [Fact]
    public async Task The_registry_and_the_experiments_metrics_carry_everything()
    {
        await DefineAsync(Ratio, Ratio with { Version = 2, Filters = [] });
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.Empty(result.Tests.Where(test => test.Failures > 0).Select(test => test.Name));

        const string Columns =
            "metric_version, numerator_aggregation, denominator_event_name, denominator_value_field, denominator_aggregation, filter_text, denominator_filter_text, "
            + "quantile, threshold_count, window_delay_hours";
        const string First = """1|sum|visit|value|count|plan equals "pro" and amount greater_than 10|country in ["DE","FR"] and "my note" present|||0""";
        const string Second = """2|sum|visit|value|count||country in ["DE","FR"] and "my note" present|||0""";
        Assert.Equal(new[] { First, Second }, await QueryAsync($"select {Columns} from warehouse.dim_metric_registry order by metric_version"));
        Assert.Equal(new[] { Second }, await QueryAsync($"select {Columns} from warehouse.int_experiment_metrics"));
    }

    [Fact]
    public async Task What_was_exported_before_there_were_types_stays_valid()
    {
        await DefineAsync(Revenue);
        string[] added =
        [
            "numerator_aggregation", "denominator_event_name", "denominator_value_field", "denominator_aggregation", "filter_text", "denominator_filter_text",
            "quantile", "threshold_count", "window_delay_hours",
        ];
        foreach (var column in added)
        {
            await QueryAsync($"alter table raw.metric_definitions drop column {column}");
        }

        await QueryAsync("drop table raw.metric_filters");
        await QueryAsync("drop table raw.flag_versions");
        await QueryAsync("drop table raw.metric_contracts");
        if (Engine == WarehouseEngine.Sqlite)
        {
            await QueryAsync("drop index raw_events_days");
        }

        await UndoBatchesAsync();
        await QueryAsync("delete from grpcexp_warehouse_schema where version >= 5");

        await using var upgraded = await WarehouseDatabase.OpenAsync(ConnectionString, Time, Cancelled);
        var result = await new WarehouseBuilder(upgraded).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.Equal((true, 0L), (result.Published, result.Tests.Sum(test => test.Failures)));
        Assert.Equal(["revenue|sum|||0"], await QueryAsync("select metric_key, metric_type, filter_text, quantile, window_delay_hours from warehouse.dim_metric_registry"));
    }

    [Fact]
    public async Task Models_find_conditions_by_the_text_of_their_filter()
    {
        await DefineAsync(Ratio);
        await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.Equal(
            ["revenue|1|numerator|0|plan|equals|pro", "revenue|1|numerator|1|amount|greater_than|10"],
            await QueryAsync(
                "select metric_key, metric_version, part, condition_position, property, operator, condition_value from warehouse.stg_metric_filters "
                + """where filter_text = 'plan equals "pro" and amount greater_than 10' order by condition_position"""));
    }

    [Fact]
    public async Task Every_problem_of_a_metric_is_told()
    {
        var exception = await Assert.ThrowsAsync<WarehouseException>(() => DefineAsync(
            Ratio with { Key = "r", NumeratorAggregation = null, Denominator = null, CapValue = 1 },
            Revenue with { Key = "q", Type = MetricType.Quantile, Quantile = 1, ThresholdCount = 0, WindowDelayHours = 24 },
            Revenue with { Key = "d", Type = MetricType.Retention, WindowDelayHours = 25, AttributionWindowHours = 48, Denominator = Ratio.Denominator },
            Revenue with { Key = "e", EventName = "", Filters = [new("a\"b", FilterOperator.Equals, "1", "2"), new("n", FilterOperator.LessThan, "many")] }));

        Assert.All(
            [
                "Metric r version 1 is a ratio; say how", "Metric r version 1 is a ratio; give what it divides by", "Metric r version 1 is a ratio; a cap",
                "Metric q version 1 is a quantile with quantile 1;", "is a quantile with threshold 0;", "is a quantile with a delay of 24 hours;",
                "Metric d version 1 is a retention with a delay of 25 hours;", "with a window of 48 hours", "Metric d version 1 is a retention; only a ratio has a denominator",
                "Metric e version 1 has no event name", "property 'a\"b'", "with 2 values, which equals", "value many; less_than takes a number",
            ],
            problem => Assert.Contains(problem, exception.Message, StringComparison.Ordinal));
    }

    /// <summary>Takes back what came to the schema after the types.</summary>
    private async Task UndoBatchesAsync()
    {
        await QueryAsync(Engine == WarehouseEngine.Postgres ? "drop sequence raw.batch_ids" : "drop table raw_batch_ids");
        await QueryAsync("drop table meta.model_days");
        await QueryAsync("alter table meta.builds drop column batch_id");
        await QueryAsync("alter table meta.builds drop column fingerprint");
        foreach (var table in new[] { "assignments", "exposures", "events" })
        {
            if (Engine == WarehouseEngine.Sqlite)
            {
                await QueryAsync($"drop index raw_{table}_batches");
            }

            await QueryAsync($"alter table raw.{table} drop column batch_id");
        }
    }

    private Task DefineAsync(params MetricDefinition[] metrics) =>
        Store.ReplaceAsync(new([new PlantedExperiment().Experiment with { PrimaryMetric = metrics[0].Key }], [], metrics), Cancelled);
}
