using System.Data.Common;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects;
using Npgsql;
using NpgsqlTypes;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Models on PostgreSQL: built in a schema of their own, moved to <c>warehouse</c> at the end.</summary>
internal sealed partial class PostgresDialect
{
    internal const string BuildSchema = "warehouse_next";

    public override string UnpublishedModel(string name) => $"{BuildSchema}.{name}";

    public override string? PublishedDuringBuild(string name) => Model(name);

    public override async Task MakeDaysAsync(
        BuildSpace space,
        string model,
        IReadOnlyList<string> grain,
        Distribution? distribution,
        string empty,
        string? indexBy,
        IReadOnlyList<(DateOnly Day, bool IsNew)> days,
        Func<DateOnly, string> query,
        CancellationToken cancellationToken)
    {
        (string Table, string Query, string Check)[] made =
        [
            (UnpublishedModel(NoDayTable(model)), $"{empty}\nwith no data", ""),
            .. days.Where(day => day.IsNew).Select(day => (UnpublishedModel(DayTable(model, day.Day)), query(day.Day), DayCheck(UnpublishedModel(DayTable(model, day.Day)), day.Day))),
        ];
        await Parallel.ForEachAsync(
            made,
            new ParallelOptions { MaxDegreeOfParallelism = space.LaneCount, CancellationToken = cancellationToken },
            async (table, cancelled) => await space.OnLaneAsync(
                async lane =>
                {
                    await lane.Connection.ExecuteAsync(null, $"create table {table.Table} as\n{table.Query}", cancelled).ConfigureAwait(false);
                    await space.DistributeAsync(lane, table.Table, distribution, cancelled).ConfigureAwait(false);
                    return await lane.Connection.ExecuteAsync(null, $"{table.Check}{Indexed(table.Table, indexBy)}", cancelled).ConfigureAwait(false);
                },
                cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        var tables = days.Select(day => day.IsNew ? UnpublishedModel(DayTable(model, day.Day)) : Model(DayTable(model, day.Day)));
        await space.OnLaneAsync(
            lane => lane.Connection.ExecuteAsync(
                null,
                $"create view {UnpublishedModel(model)} as\n{string.Join("\nunion all\n", tables.Prepend(UnpublishedModel(NoDayTable(model))).Select(table => $"select * from {table}"))}",
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    public override string DateAdd(string part, string interval, string instant) =>
        $"({instant} + ({interval}) * interval '1 {Part(part)}')";

    // Days are counted as dates: as dbt does it, and ten times as quick.
    public override string DateDiff(string first, string second, string part) => part == "day"
        ? $"(({second})::date - ({first})::date)::bigint"
        : $"(extract(epoch from {DateTrunc(part, second)} - {DateTrunc(part, first)})::bigint / {Seconds(part)})";

    // Of a date it would else be an instant with a zone.
    public override string DateTrunc(string part, string instant) =>
        $"date_trunc('{(part is "month" or "week" ? part : Part(part))}', ({instant})::timestamp)";

    public override string JsonNumber(string json, string member) =>
        $"(case when jsonb_typeof({json} -> {member}) = 'number' then ({json} ->> {member})::double precision end)";

    public override string JsonText(string json, string member) => $"({json} ->> {member})";

    public override string JsonElements(string json, string name) => $"jsonb_array_elements_text(({json})::jsonb) as {name}(value)";

    // date_part computes in floating point, which is exact to the microsecond here, and is several times faster than extract.
    public override string EpochMilliseconds(string instant) => $"cast(round(date_part('epoch', {instant}) * 1000) as bigint)";

    // Aggregation takes rows as the subquery yields them; an order inside the aggregate would sort every group on its own.
    public override string OrderedSum(string expression, string order) => $"sum({expression})";

    public override string KeySlice(string column, int slice, int sliceCount) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(hashtext({column}) & {sliceCount - 1}) = {slice}");

    public override string DayLiteral(DateOnly day) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"date '{day:yyyy-MM-dd}'");

    public override async Task<BuildSpace> BeginBuildAsync(int laneCount, long sliceFromBytes, CancellationToken cancellationToken) =>
        await PostgresBuildSpace.OpenAsync(this, laneCount, sliceFromBytes, cancellationToken).ConfigureAwait(false);

    // The check lets the planner leave out all days but those that a query asks for.
    private string DayCheck(string table, DateOnly day) => $"alter table {table} add check (day = {DayLiteral(day)});\n";

    /// <summary>One day of a model that is kept by day.</summary>
    internal static string DayTable(string model, DateOnly day) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{DayTablePrefix(model)}{day:yyyyMMdd}");

    /// <summary>An empty table with the columns of a model that is kept by day.</summary>
    internal static string NoDayTable(string model) => $"{DayTablePrefix(model)}none";

    internal static string DayTablePrefix(string model) => $"{model}__";

    public override Task ClearModelAsync(DbConnection connection, DbTransaction? transaction, string model, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task CreateTableAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<ComputedColumn> columns,
        CancellationToken cancellationToken)
    {
        var typed = columns.Select(column => $"{column.Name} {column.Type switch
        {
            ComputedType.Integer => "bigint",
            ComputedType.Number => "double precision",
            _ => "text",
        }}");
        return connection.ExecuteAsync(transaction, $"create table {relation} ({string.Join(", ", typed)})", cancellationToken);
    }

    public override async Task<long> AppendAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<ComputedColumn> columns,
        IEnumerable<object?[]> rows,
        CancellationToken cancellationToken)
    {
        var copy = $"copy {relation} ({string.Join(", ", columns.Select(column => column.Name))}) from stdin (format binary)";
        await using var importer = await ((NpgsqlConnection)connection).BeginBinaryImportAsync(copy, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < row.Length; i++)
            {
                var type = columns[i].Type switch
                {
                    ComputedType.Integer => NpgsqlDbType.Bigint,
                    ComputedType.Number => NpgsqlDbType.Double,
                    _ => NpgsqlDbType.Text,
                };
                await importer.WriteAsync(row[i] ?? DBNull.Value, type, cancellationToken).ConfigureAwait(false);
            }
        }

        return (long)await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    // Without statistics the planner takes a fresh table for tiny and joins it row by row.
    public override Task FilledAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<string> grain,
        string? indexBy,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(transaction, Indexed(relation, indexBy), cancellationToken);

    public override async Task<IReadOnlyList<string>> PublishedColumnsAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string model,
        CancellationToken cancellationToken)
    {
        var columns = await connection.ScalarAsync(
            transaction,
            "select string_agg(column_name, ',' order by ordinal_position) from information_schema.columns join information_schema.tables using (table_schema, table_name) "
            + $"where table_schema = 'warehouse' and table_name = '{model}' and table_type = 'BASE TABLE'",
            cancellationToken).ConfigureAwait(false);
        return columns is string list ? list.Split(',') : [];
    }

    // Rows lie in the order of the column, so a block range index finds a part and costs next to nothing. What is filled once needs no
    // vacuum beside the build; one against wraparound comes all the same.
    private static string Indexed(string relation, string? column) =>
        $"alter table {relation} set (autovacuum_enabled = false);\n{(column is null ? "" : $"create index on {relation} using brin ({column}) with (pages_per_range = 8);\n")}analyze {relation}";

    private static string Part(string part) => part is "day" or "hour" or "minute" or "second" ? part : throw UnknownPart(part);

    private static int Seconds(string part) => part switch
    {
        "day" => 86_400,
        "hour" => 3_600,
        "minute" => 60,
        "second" => 1,
        _ => throw UnknownPart(part),
    };
}
