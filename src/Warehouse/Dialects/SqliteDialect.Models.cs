using System.Data.Common;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Models on SQLite: built in place, unseen by readers until the transaction commits.</summary>
internal sealed partial class SqliteDialect
{
    public override string UnpublishedModel(string name) => name;

    public override string? PublishedDuringBuild(string name) => null;

    public override async Task MakeDaysAsync(
        BuildSpace space,
        string model,
        IReadOnlyList<string> grain,
        Distribution? distribution,
        string empty,
        string? indexBy,
        IReadOnlyList<(DateOnly Day, bool IsNew)> days,
        Func<DateOnly, string> query,
        CancellationToken cancellationToken) => await space.OnLaneAsync(
            async lane =>
            {
                var (connection, transaction) = (lane.Connection, lane.Transaction);
                var keeps = days.Any(day => !day.IsNew);
                if (!keeps)
                {
                    await ClearModelAsync(connection, transaction, model, cancellationToken).ConfigureAwait(false);
                    await connection.ExecuteAsync(transaction, $"create table {model} as select * from (\n{empty}\n) limit 0", cancellationToken).ConfigureAwait(false);
                }

                foreach (var (day, _) in days.Where(day => day.IsNew))
                {
                    if (keeps)
                    {
                        await connection.ExecuteAsync(transaction, $"delete from {model} where day = {DayLiteral(day)}", cancellationToken).ConfigureAwait(false);
                    }

                    await connection.ExecuteAsync(transaction, $"insert into {model}\n{query(day)}", cancellationToken).ConfigureAwait(false);
                }

                if (!keeps)
                {
                    await FilledAsync(connection, transaction, model, grain, indexBy, cancellationToken).ConfigureAwait(false);
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public override string DateAdd(string part, string interval, string instant) => part is "day" or "hour" or "minute" or "second"
        ? $"strftime('%Y-%m-%d %H:%M:%f', {instant}, ({interval}) || ' {part}s')"
        : throw UnknownPart(part);

    public override string DateDiff(string first, string second, string part) =>
        $"((strftime('%s', {DateTrunc(part, second)}) - strftime('%s', {DateTrunc(part, first)})) / {Seconds(part)})";

    public override string DateTrunc(string part, string instant) => part switch
    {
        "month" => $"strftime('%Y-%m-01 00:00:00.000', {instant})",
        "week" => $"strftime('%Y-%m-%d 00:00:00.000', {instant}, '-6 days', 'weekday 1')",
        "day" => $"strftime('%Y-%m-%d 00:00:00.000', {instant})",
        "hour" => $"strftime('%Y-%m-%d %H:00:00.000', {instant})",
        "minute" => $"strftime('%Y-%m-%d %H:%M:00.000', {instant})",
        "second" => $"strftime('%Y-%m-%d %H:%M:%S.000', {instant})",
        _ => throw UnknownPart(part),
    };

    public override string JsonNumber(string json, string member) =>
        $"(case when json_type({json}, '$.\"' || {member} || '\"') in ('integer', 'real') then cast({json} ->> ('$.\"' || {member} || '\"') as real) end)";

    // SQLite gives 1 for true, and numbers as numbers, which equal no text.
    public override string JsonText(string json, string member) =>
        $"(case json_type({json}, '$.\"' || {member} || '\"') when 'true' then 'true' when 'false' then 'false' else cast({json} ->> ('$.\"' || {member} || '\"') as text) end)";

    public override string JsonElements(string json, string name) => $"json_each({json}) as {name}";

    public override string EpochMilliseconds(string instant) =>
        $"(cast(strftime('%s', {instant}) as integer) * 1000 + cast(substr({instant}, 21, 3) as integer))";

    // SQLite may drop the order of a subquery under an aggregate.
    public override string OrderedSum(string expression, string order) => $"sum({expression} order by {order})";

    public override string KeySlice(string column, int slice, int sliceCount) => "1 = 1";

    public override string DayLiteral(DateOnly day) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{day:yyyy-MM-dd}'");

    public override async Task<BuildSpace> BeginBuildAsync(int laneCount, long sliceFromBytes, CancellationToken cancellationToken) =>
        await SqliteBuildSpace.OpenAsync(this, cancellationToken).ConfigureAwait(false);

    public override async Task ClearModelAsync(DbConnection connection, DbTransaction? transaction, string model, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync(transaction, $"select type from sqlite_master where name = '{model}'", cancellationToken).ConfigureAwait(false) is string kind)
        {
            await connection.ExecuteAsync(transaction, $"drop {kind} {model}", cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task CreateTableAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<ComputedColumn> columns,
        CancellationToken cancellationToken)
    {
        var typed = columns.Select(column => $"{column.Name} {column.Type switch
        {
            ComputedType.Integer => "integer",
            ComputedType.Number => "real",
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
        CancellationToken cancellationToken) =>
        await connection.InsertAsync(transaction, relation, [.. columns.Select(column => column.Name)], rows, "", cancellationToken).ConfigureAwait(false);

    // SQLite joins by nested loops: without an index on its grain a table is read over and over.
    public override Task FilledAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string relation,
        IReadOnlyList<string> grain,
        string? indexBy,
        CancellationToken cancellationToken) =>
        grain.Count == 0
            ? Task.CompletedTask
            : connection.ExecuteAsync(
                transaction,
                $"create index {relation}_grain on {relation} ({string.Join(", ", grain)}); analyze {relation}",
                cancellationToken);

    public override async Task<IReadOnlyList<string>> PublishedColumnsAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string model,
        CancellationToken cancellationToken)
    {
        var columns = await connection.ScalarAsync(
            transaction,
            $"select group_concat(name, ',' order by cid) from pragma_table_info('{model}') where exists (select 1 from sqlite_master where name = '{model}' and type = 'table')",
            cancellationToken).ConfigureAwait(false);
        return columns is string list ? list.Split(',') : [];
    }

    private static int Seconds(string part) => part switch
    {
        "day" => 86_400,
        "hour" => 3_600,
        "minute" => 60,
        "second" => 1,
        _ => throw UnknownPart(part),
    };
}
