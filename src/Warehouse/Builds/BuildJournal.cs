using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Keeps what every build ran: SQL, rows, times, tests. The newest builds only.</summary>
internal sealed class BuildJournal(WarehouseDatabase database)
{
    private const int KeptBuilds = 50;

    private readonly WarehouseDialect dialect = database.Dialect;

    /// <summary>Reads what the next build starts from.</summary>
    public async Task<BuildState> BeginAsync(BuildSpace space, ModelProject project, BuildOptions options, CancellationToken cancellationToken)
    {
        var main = space.Main;
        var builds = dialect.Table("meta", "builds");
        var buildId = 1 + Convert.ToInt64(
            await main.Connection.ScalarAsync(main.Transaction, $"select coalesce(max(build_id), 0) from {builds}", cancellationToken).ConfigureAwait(false),
            CultureInfo.InvariantCulture);
        var fingerprint = await BuildFingerprint.ReadAsync(dialect, main, project, options.Vars, cancellationToken).ConfigureAwait(false);
        var (published, watermark, sameFingerprint) = options.FullRefresh
            ? (0, null, false)
            : await ReadPublishedAsync(main, fingerprint, cancellationToken).ConfigureAwait(false);

        // Rows from before batches were numbered have batch 0.
        var newest = await Watermark.ReadAsync(dialect, main, published == 0 ? -1 : published, space.BatchId, cancellationToken).ConfigureAwait(false);
        return new BuildState(
            buildId,
            space.BatchId,
            published,
            sameFingerprint && published > 0,
            newest > watermark || watermark is null ? newest : watermark,
            fingerprint,
            options.IsPartial);
    }

    public async Task WriteAsync(
        DbConnection connection,
        DbTransaction transaction,
        BuildResult result,
        BuildState state,
        DateTimeOffset startedAt,
        IReadOnlyList<(ModelRun Run, string Sql)> models,
        IReadOnlyList<BuiltModel> built,
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
            ["build_id", "started_at", "finished_at", "is_published", "watermark_at", "failure", "batch_id", "fingerprint"],
            [
                [
                    result.BuildId, dialect.Instant(startedAt), dialect.Instant(startedAt + result.Elapsed), result.Published ? 1 : 0,
                    result.Watermark is { } watermark ? dialect.Instant(watermark) : null, result.Failure,
                    state.IsPartial ? state.SinceBatchId : state.BatchId, state.IsPartial && !state.KeepsDays ? "" : state.Fingerprint,
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
        if (result.Published)
        {
            await WriteDaysAsync(connection, transaction, built, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteDaysAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<BuiltModel> built, CancellationToken cancellationToken)
    {
        var table = dialect.Table("meta", "model_days");
        foreach (var model in built.Where(model => model.Days is not null))
        {
            await connection.ExecuteAsync(transaction, $"delete from {table} where model = '{model.Name}'", cancellationToken).ConfigureAwait(false);
        }

        await connection.InsertAsync(
            transaction,
            table,
            ["model", "day"],
            built.SelectMany(model => (model.Days ?? []).Select(day => new object?[] { model.Name, dialect.Day(day.Day) })),
            "",
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(long BatchId, DateTimeOffset? Watermark, bool IsSame)> ReadPublishedAsync(BuildLane main, string fingerprint, CancellationToken cancellationToken)
    {
        var published = await main.Connection.RowsAsync(
            main.Transaction,
            $"select batch_id, watermark_at, fingerprint from {dialect.Table("meta", "builds")} where is_published = 1 order by build_id desc limit 1",
            row => (row.GetInt64(0), row.IsDBNull(1) ? (DateTimeOffset?)null : WarehouseDialect.ReadInstant(row.GetValue(1)), row.GetString(2) == fingerprint),
            cancellationToken).ConfigureAwait(false);
        return published.SingleOrDefault((0, null, false));
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
