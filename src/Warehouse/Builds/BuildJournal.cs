using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Keeps what every build ran: SQL, rows, times, tests. The newest builds only.</summary>
internal sealed class BuildJournal(WarehouseDatabase database)
{
    private const int KeptBuilds = 50;

    private readonly WarehouseDialect dialect = database.Dialect;

    public async Task<long> NextBuildIdAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) =>
        1 + Convert.ToInt64(
            await connection.ScalarAsync(transaction, $"select coalesce(max(build_id), 0) from {dialect.Table("meta", "builds")}", cancellationToken).ConfigureAwait(false),
            CultureInfo.InvariantCulture);

    public async Task WriteAsync(
        DbConnection connection,
        DbTransaction transaction,
        BuildResult result,
        DateTimeOffset startedAt,
        IReadOnlyList<(ModelRun Run, string Sql)> models,
        CancellationToken cancellationToken)
    {
        foreach (var table in new[] { "builds", "build_models", "build_tests" })
        {
            await connection.ExecuteAsync(
                transaction,
                string.Create(CultureInfo.InvariantCulture, $"delete from {dialect.Table("meta", table)} where build_id <= {result.BuildId - KeptBuilds}"),
                cancellationToken).ConfigureAwait(false);
        }

        await connection.InsertAsync(
            transaction,
            dialect.Table("meta", "builds"),
            ["build_id", "started_at", "finished_at", "is_published", "watermark_at", "failure"],
            [
                [
                    result.BuildId, dialect.Instant(startedAt), dialect.Instant(startedAt + result.Elapsed), result.Published ? 1 : 0,
                    result.Watermark is { } watermark ? dialect.Instant(watermark) : null, result.Failure,
                ],
            ],
            "",
            cancellationToken).ConfigureAwait(false);
        await connection.InsertAsync(
            transaction,
            dialect.Table("meta", "build_models"),
            ["build_id", "position", "model", "materialization", "row_count", "elapsed_ms", "rendered_sql"],
            models.Select((model, i) => new object?[]
            {
                result.BuildId, i, model.Run.Name, model.Run.Materialization, model.Run.Rows, model.Run.Elapsed.TotalMilliseconds, model.Sql,
            }),
            "",
            cancellationToken).ConfigureAwait(false);
        await connection.InsertAsync(
            transaction,
            dialect.Table("meta", "build_tests"),
            ["build_id", "position", "test", "model", "severity", "failures"],
            result.Tests.Select((test, i) => new object?[]
            {
                result.BuildId, i, test.Name, test.Model, test.Severity == TestSeverity.Error ? "error" : "warn", test.Failures,
            }),
            "",
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a model ran in the last published build; null before the first.</summary>
    public async Task<(long BuildId, string Materialization, long? Rows, TimeSpan Elapsed, string Sql)?> ReadModelAsync(string model, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            select ran.build_id, ran.materialization, ran.row_count, ran.elapsed_ms, ran.rendered_sql
            from {dialect.Table("meta", "build_models")} as ran
            inner join {dialect.Table("meta", "builds")} as build on build.build_id = ran.build_id
            where ran.model = @p0 and build.is_published = 1
            order by ran.build_id desc
            limit 1
            """;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "p0";
        parameter.Value = model;
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? (reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetInt64(2), TimeSpan.FromMilliseconds(reader.GetDouble(3)), reader.GetString(4))
            : null;
    }
}
