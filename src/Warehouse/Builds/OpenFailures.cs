using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>
/// Failures of data tests that the published build knows and that no later build has seen pass. A build that does not run those
/// tests, because it makes only a part or was told so, must not make the scorecards whole again.
/// </summary>
internal sealed class OpenFailures(WarehouseDialect dialect)
{
    /// <summary>Table in which they are published, written by the step that computes verdicts.</summary>
    public const string Table = "fct_failed_data_tests";

    /// <summary>Those of some tests.</summary>
    public async Task<IReadOnlyList<TestFailure>> ReadAsync(BuildLane lane, IReadOnlySet<string> tests, CancellationToken cancellationToken)
    {
        if (tests.Count == 0
            || (await dialect.PublishedColumnsAsync(lane.Connection, lane.Transaction, Table, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return [];
        }

        var rows = await lane.Connection.RowsAsync(
            lane.Transaction,
            $"""
            select test_name, experiment_key, failing_row_count
            from {dialect.Model(Table)} as failed
            where coalesce((
              select ran.failures
              from {dialect.Table("meta", "build_tests")} as ran
              inner join {dialect.Table("meta", "builds")} as build on build.build_id = ran.build_id
              where build.is_published = 1 and ran.test = failed.test_name
              order by ran.build_id desc
              limit 1
            ), 1) > 0
            """,
            row => (Test: row.GetString(0), Experiment: row.GetString(1), Rows: row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Where(row => tests.Contains(row.Test)).GroupBy(row => row.Test)
                .Select(test => new TestFailure(test.Key, test.ToDictionary(row => row.Experiment, row => row.Rows))),
        ];
    }
}
