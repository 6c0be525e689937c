using System.Data.Common;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Reads what results by day are made from.</summary>
internal sealed class DailyResultReader(ComputedContext context)
{
    /// <summary>The queries, with models where <paramref name="relation"/> says.</summary>
    public static IReadOnlyDictionary<string, string> Queries(Func<string, string> relation) => new Dictionary<string, string>
    {
        ["to_date"] =
            $"select experiment_key, metric_key, variant, day, {MetricSums.Columns}, metric_type from {relation("agg_experiment_metric_daily")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key, metric_key, day, variant",
        ["since_exposure"] =
            $"select experiment_key, metric_key, variant, day_number, {MetricSums.Columns}, metric_type from {relation("agg_experiment_metric_by_exposure_day")} "
            + "where experiment_key between @first_key and @last_key order by experiment_key, metric_key, day_number, variant",
    };

    /// <summary>Sums by experiment, of the first to the last key, both included: those of all days so far, and those by day since exposure.</summary>
    public async Task<(ILookup<string, DailySums> ToDate, ILookup<string, DailySums> SinceExposure)> ReadAsync(
        string firstKey, string lastKey, CancellationToken cancellationToken)
    {
        (string Name, object Value)[] keys = [("first_key", firstKey), ("last_key", lastKey)];
        async Task<ILookup<string, DailySums>> ReadAsync(string query, Func<DbDataReader, DailySums> read) =>
            (await context.Connection.RowsAsync(context.Transaction, Queries(context.Relation)[query], keys, row => (Key: row.GetString(0), Sums: read(row)), cancellationToken)
                .ConfigureAwait(false)).ToLookup(row => row.Key, row => row.Sums, StringComparer.Ordinal);
        var toDate = await ReadAsync("to_date", row => new DailySums(row.GetString(1), row.GetString(2), row.GetFieldValue<DateOnly>(3), 0, IsRatio(row), MetricSums.Read(row, 4))).ConfigureAwait(false);
        var sinceExposure = await ReadAsync("since_exposure", row => new DailySums(row.GetString(1), row.GetString(2), null, (int)row.Integer(3), IsRatio(row), MetricSums.Read(row, 4))).ConfigureAwait(false);
        return (toDate, sinceExposure);
    }

    private static bool IsRatio(DbDataReader row) => row.GetString(10) == "ratio";
}
