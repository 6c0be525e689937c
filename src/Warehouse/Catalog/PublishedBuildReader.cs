using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>Reads what the journal of a warehouse keeps of published builds.</summary>
internal sealed class PublishedBuildReader(WarehouseDatabase database)
{
    private readonly WarehouseDialect dialect = database.Dialect;

    /// <returns>The newest published build; null before the first.</returns>
    public async Task<CatalogBuild?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var builds = await connection.RowsAsync(
            null,
            $"select build_id, started_at, finished_at, watermark_at from {Meta("builds")} where is_published = 1 order by build_id desc limit 1",
            row => (
                Id: row.GetInt64(0),
                Started: WarehouseDialect.ReadInstant(row.GetValue(1)),
                Finished: WarehouseDialect.ReadInstant(row.GetValue(2)),
                Watermark: row.IsDBNull(3) ? (DateTimeOffset?)null : WarehouseDialect.ReadInstant(row.GetValue(3))),
            cancellationToken).ConfigureAwait(false);
        if (builds.Count == 0)
        {
            return null;
        }

        var models = await connection.RowsAsync(
            null,
            $"select model, build_id, row_count, elapsed_ms from {Meta("build_models")} where build_id in ({Published}) order by build_id desc, position",
            row => (Model: row.GetString(0), Run: new CatalogRun(row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetDouble(3))),
            cancellationToken).ConfigureAwait(false);
        var tests = await connection.RowsAsync(
            null,
            $"select test, failures from {Meta("build_tests")} where build_id in ({Published}) order by build_id desc, position",
            row => (Test: row.GetString(0), Failures: row.GetInt64(1)),
            cancellationToken).ConfigureAwait(false);
        var build = builds[0];
        return new CatalogBuild(
            build.Id,
            build.Started,
            build.Finished,
            build.Watermark,
            models.DistinctBy(model => model.Model).ToDictionary(model => model.Model, model => model.Run),
            tests.DistinctBy(test => test.Test).ToDictionary(test => test.Test, test => test.Failures));
    }

    private string Published => $"select build_id from {Meta("builds")} where is_published = 1";

    private string Meta(string table) => dialect.Table("meta", table);
}
