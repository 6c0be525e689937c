using System.Data.Common;
using GrpcExp.Warehouse.Builds;
using Npgsql;
using NpgsqlTypes;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Models on PostgreSQL: built in a schema of their own, moved to <c>warehouse</c> at the end.</summary>
internal sealed partial class PostgresDialect
{
    private const string BuildSchema = "warehouse_next";

    public override string UnpublishedModel(string name) => $"{BuildSchema}.{name}";

    public override string DateAdd(string part, string interval, string instant) =>
        $"({instant} + ({interval}) * interval '1 {Part(part)}')";

    public override string DateDiff(string first, string second, string part) =>
        $"(extract(epoch from {DateTrunc(part, second)} - {DateTrunc(part, first)})::bigint / {Seconds(part)})";

    public override string DateTrunc(string part, string instant) => $"date_trunc('{Part(part)}', {instant})";

    public override string JsonNumber(string json, string member) =>
        $"(case when jsonb_typeof({json} -> {member}) = 'number' then ({json} ->> {member})::double precision end)";

    public override Task PrepareBuildAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            transaction,
            $"""
            set local client_min_messages = warning;
            set local jit = off;
            set local work_mem = '64MB';
            drop schema if exists {BuildSchema} cascade;
            create schema {BuildSchema};
            """,
            cancellationToken);

    public override Task ClearModelAsync(DbConnection connection, DbTransaction transaction, string model, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override async Task CreateTableAsync(
        DbConnection connection,
        DbTransaction transaction,
        string relation,
        ComputedTable table,
        CancellationToken cancellationToken)
    {
        var columns = table.Columns.Select(column => $"{column.Name} {column.Type switch
        {
            ComputedType.Integer => "bigint",
            ComputedType.Number => "double precision",
            _ => "text",
        }}");
        await connection.ExecuteAsync(transaction, $"create table {relation} ({string.Join(", ", columns)})", cancellationToken).ConfigureAwait(false);
        var copy = $"copy {relation} ({string.Join(", ", table.Columns.Select(column => column.Name))}) from stdin (format binary)";
        await using var importer = await ((NpgsqlConnection)connection).BeginBinaryImportAsync(copy, cancellationToken).ConfigureAwait(false);
        foreach (var row in table.Rows)
        {
            await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < row.Length; i++)
            {
                var type = table.Columns[i].Type switch
                {
                    ComputedType.Integer => NpgsqlDbType.Bigint,
                    ComputedType.Number => NpgsqlDbType.Double,
                    _ => NpgsqlDbType.Text,
                };
                await importer.WriteAsync(row[i] ?? DBNull.Value, type, cancellationToken).ConfigureAwait(false);
            }
        }

        await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    // Without statistics the planner takes a fresh table for tiny and joins it row by row.
    public override Task FilledAsync(
        DbConnection connection,
        DbTransaction transaction,
        string relation,
        IReadOnlyList<string> grain,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(transaction, $"analyze {relation}", cancellationToken);

    // Readers are locked out only from here to the commit that follows at once. Views of analysts on a model go with it, as in dbt.
    public override async Task PublishAsync(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyList<string> models,
        CancellationToken cancellationToken)
    {
        foreach (var (schema, action) in new[] { ("warehouse", "drop {0} warehouse.{1} cascade"), (BuildSchema, $"alter {{0}} {BuildSchema}.{{1}} set schema warehouse") })
        {
            foreach (var model in models)
            {
                var kind = await connection.ScalarAsync(
                    transaction,
                    $"select case relkind when 'v' then 'view' else 'table' end from pg_class where oid = to_regclass('{schema}.{model}')",
                    cancellationToken).ConfigureAwait(false);
                if (kind is string found)
                {
                    await connection.ExecuteAsync(transaction, string.Format(System.Globalization.CultureInfo.InvariantCulture, action, found, model), cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }

        await connection.ExecuteAsync(transaction, $"drop schema {BuildSchema}", cancellationToken).ConfigureAwait(false);
    }

    public override async Task<IReadOnlyList<string>> PublishedColumnsAsync(
        DbConnection connection,
        DbTransaction transaction,
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
