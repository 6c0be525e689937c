using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Database.Warehouse.Builds;

public sealed class SqliteSmallProjectTests() : SmallProjectTests(WarehouseEngine.Sqlite);

public sealed class PostgresSmallProjectTests() : SmallProjectTests(WarehouseEngine.Postgres);

/// <summary>What the runner does, on projects of one or two models.</summary>
public abstract class SmallProjectTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const string Events = "select event_id, unit_id, value, occurred_at from {{ source('raw', 'events') }}";

    [Fact]
    public async Task A_view_shows_rows_as_they_are_and_a_table_as_they_were_built()
    {
        await RecordAsync("e1", 1);
        await BuildAsync(("live", "view", Events, ""), ("kept", "table", "select * from {{ ref('live') }}", ""));
        await RecordAsync("e2", 2);

        Assert.Equal(["2"], await QueryAsync("select count(*) from warehouse.live"));
        Assert.Equal(["1"], await QueryAsync("select count(*) from warehouse.kept"));
    }

    [Fact]
    public async Task A_model_may_change_from_view_to_table_and_back()
    {
        foreach (var kind in new[] { "view", "table", "view" })
        {
            await BuildAsync(("m", kind, Events, ""), ("reader", "view", "select * from {{ ref('m') }}", ""));
        }

        Assert.Empty(await QueryAsync("select * from warehouse.reader"));
    }

    [Fact]
    public async Task An_incremental_model_merges_by_its_key_and_running_it_again_changes_nothing()
    {
        const string Incremental = "{{ config(materialized='incremental', unique_key='unit_id') }}\nselect unit_id, max(value) as value from {{ source('raw', 'events') }}\n"
            + "{% if is_incremental() %}where value > (select min(value) from {{ this }}){% endif %}\ngroup by unit_id";
        await RecordAsync("e1", 1, "u1");
        await RecordAsync("e2", 2, "u2");
        await BuildAsync(("m", "table", Incremental, ""));
        await RecordAsync("e3", 3, "u1");
        await RecordAsync("e4", 0.5, "u3");

        await BuildAsync(("m", "table", Incremental, ""));
        var once = await QueryAsync("select unit_id, value from warehouse.m order by unit_id");
        await BuildAsync(("m", "table", Incremental, ""));

        Assert.Equal(["u1|3", "u2|2"], once);
        Assert.Equal(once, await QueryAsync("select unit_id, value from warehouse.m order by unit_id"));
    }

    [Fact]
    public async Task An_incremental_model_with_other_columns_is_built_anew()
    {
        await BuildAsync(("m", "table", "{{ config(materialized='incremental', unique_key='a') }}\nselect 1 as a", ""));
        await BuildAsync(("m", "table", "{{ config(materialized='incremental', unique_key='a') }}\nselect 2 as a, 3 as b", ""));

        Assert.Equal(["2|3"], await QueryAsync("select * from warehouse.m"));
    }

    [Theory]
    [InlineData("not_null", "select 1 as a union all select null as a", 1)]
    [InlineData("unique", "select 1 as a union all select 1 as a union all select null as a union all select null as a", 1)]
    [InlineData("accepted_values: {values: [1, 2]}", "select 1 as a union all select 3 as a union all select null as a", 1)]
    [InlineData("accepted_values: {values: [x, \"it's\"]}", "select 'it''s' as a union all select 'y' as a", 1)]
    [InlineData("dbt_utils.accepted_range: {min_value: 0, max_value: 10}", "select -1 as a union all select 10 as a union all select 11 as a", 2)]
    [InlineData("relationships: {to: ref('p'), field: a}", "select 1 as a union all select 2 as a union all select null as a", 1)]
    public async Task A_data_test_counts_the_rows_that_fail_it(string test, string rows, long failures)
    {
        var result = await TryBuildAsync(
            ("m", "table", rows, $"    columns:\n      - name: a\n        data_tests:\n          - {test}\n"),
            ("p", "table", "select 1 as a", ""));

        Assert.False(result.Published);
        Assert.Equal(failures, Assert.Single(result.Tests).Failures);
        Assert.Contains($"({failures} rows)", result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dates_move_truncate_and_differ_as_in_dbt()
    {
        await RecordAsync("e1", 1);
        await BuildAsync((
            "m",
            "table",
            "select unit_id, {{ dateadd('hour', -26, 'occurred_at') }} as moved, {{ date_trunc('hour', 'occurred_at') }} as hour_at, {{ dbt.date_trunc('day', 'occurred_at') }} as day_at, "
            + "{{ datediff('occurred_at', dateadd('minute', 31, 'occurred_at'), 'hour') }} as hours, {{ datediff('occurred_at', dateadd('day', 3, 'occurred_at'), 'day') }} as days "
            + "from {{ source('raw', 'events') }}",
            ""));

        Assert.Equal(
            ["u1|2026-02-28 07:30:00.123|2026-03-01 09:00:00.000|2026-03-01 00:00:00.000|1|3"],
            await QueryAsync("select * from warehouse.m"));
    }

    [Fact]
    public async Task Weeks_begin_on_monday_and_dates_are_instants_without_a_zone()
    {
        await RecordAsync("e1", 1);
        await BuildAsync((
            "m",
            "table",
            "select unit_id, {{ date_trunc('week', 'day') }} as week_at, {{ date_trunc('month', 'occurred_at') }} as month_at, "
            + "{{ datediff('day', dateadd('day', 40, 'day'), 'day') }} as days from {{ source('raw', 'events') }}",
            ""));

        Assert.Equal(["u1|2026-02-23 00:00:00.000|2026-03-01 00:00:00.000|40"], await QueryAsync("select * from warehouse.m"));
    }

    [Fact]
    public async Task A_day_that_looks_at_its_neighbours_is_made_again_when_they_have_new_events()
    {
        // Counts the events of two days before and one after; a second model looks one day further.
        (string, string, string, string)[] models =
        [
            ("near", "table", ByDay("{{ source('raw', 'events') }}", "count(*)", 2, 1), ""),
            ("far", "table", ByDay("{{ ref('near') }}", "sum(near_count)", 1, 0), ""),
        ];
        foreach (var day in new[] { 10, 11, 12, 13, 14, 15 })
        {
            await RecordAsync($"e{day}", 1, day: day);
        }

        await BuildAsync(models);
        Assert.Equal(["10|2|2", "11|3|5", "12|4|7", "13|4|8", "14|4|8", "15|3|7"], await CountsAsync());

        // Of the days with rows, 11 to 14 look at the 12th, and 11 to 15 at one of these; 9 looks at the 10th but has no events.
        await MarkAsync();
        await RecordAsync("late", 1, day: 12);
        await BuildAsync(models);
        Assert.Equal(["10|102|102", "11|4|106", "12|5|9", "13|5|10", "14|5|10", "15|103|108"], await CountsAsync());
    }

    [Theory]
    [InlineData("'day', 1", "day_slice takes 3 arguments, not 2.")]
    [InlineData("'day', 1, 'two'", "day_slice reaches \"two\" days; write a whole number between 0 and 3660.")]
    public async Task A_slice_by_day_says_what_is_wrong_with_its_reach(string arguments, string message)
    {
        var result = await TryBuildAsync(("m", "view", $"select 1 as a where {{{{ day_slice({arguments}) }}}}", ""));

        Assert.EndsWith(message, result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_that_read_each_other_in_a_circle_are_named()
    {
        var result = await TryBuildAsync(("a", "view", "select * from {{ ref('b') }}", ""), ("b", "view", "select * from {{ ref('a') }}", ""));

        Assert.Equal("These models read each other in a circle: a, b.", result.Failure);
    }

    private async Task BuildAsync(params (string Name, string Kind, string Sql, string Yml)[] models)
    {
        var result = await TryBuildAsync(models);
        Assert.True(result.Published, result.Failure);
    }

    private Task<BuildResult> TryBuildAsync(params (string Name, string Kind, string Sql, string Yml)[] models)
    {
        var files = new Dictionary<string, string>
        {
            ["dbt_project.yml"] = "name: small\n",
            ["models/sources.yml"] = "sources:\n  - name: raw\n    tables:\n      - name: events\n",
        };
        foreach (var (name, kind, sql, yml) in models)
        {
            files[$"models/{name}.sql"] = sql.Contains("config(", StringComparison.Ordinal) ? sql : $"{{{{ config(materialized='{kind}') }}}}\n{sql}";
            files[$"models/{name}.yml"] = $"models:\n  - name: {name}\n    config: {{meta: {{grain: {Grain(sql)}}}}}\n{yml}";
        }

        return new WarehouseBuilder(Database, ProjectLoader.Load(files), []).BuildAsync(new BuildOptions(), null, Cancelled);
    }

    private static string Grain(string sql) =>
        sql.Contains("partition_by", StringComparison.Ordinal) ? "day" : sql.Contains(" as a", StringComparison.Ordinal) ? "a" : "unit_id";

    private static string ByDay(string from, string count, int before, int after) =>
        $$$"""
        {{ config(materialized='incremental', partition_by='day') }}
        with days as (select distinct day as made_day from {{{from}}} where {{ day_slice('day') }})
        select made_day as day, {{{count}}} as {{{(count == "count(*)" ? "near" : "far")}}}_count
        from days inner join {{{from}}} as nearby
          on {{ day_slice('day', {{{before}}}, {{{after}}}) }} and {{ datediff('day', 'made_day', 'day') }} between -{{{after}}} and {{{before}}}
        group by made_day
        """;

    private Task<string[]> CountsAsync() => QueryAsync(
        "select substr(cast(near.day as text), 9, 2), near_count, far_count from warehouse.near as near inner join warehouse.far as far on far.day = near.day order by near.day");

    /// <summary>Leaves a mark in what is kept, to see what is made again.</summary>
    private async Task MarkAsync()
    {
        foreach (var model in new[] { "near", "far" })
        {
            string[] tables = Engine == WarehouseEngine.Postgres
                ? await QueryAsync($"select 'warehouse.' || relname from pg_class where relname like '{model}\\_\\_2%' and relkind = 'r'")
                : [model];
            foreach (var table in tables)
            {
                await QueryAsync($"update {table} set {model}_count = {model}_count + 100");
            }
        }
    }

    private Task RecordAsync(string id, double value, string unit = "u1", int day = 1) => new EventIngestor(Database).RecordEventsAsync(
        [new EventRow(id, unit, "order", value, new DateTimeOffset(2026, 3, day, 9, 30, 0, 123, TimeSpan.Zero))],
        Cancelled);
}
