using System.Globalization;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Monitoring;

/// <summary>Reads what the last published build says of the contracts of metrics. Safe for concurrent use.</summary>
/// <param name="database">The warehouse to read.</param>
public sealed class ContractReader(WarehouseDatabase database)
{
    private const string Model = "mart_metric_contracts";

    /// <summary>Promises that are broken, by metric and promise; empty before the first build.</summary>
    public Task<IReadOnlyList<BrokenPromise>> ListBrokenAsync(CancellationToken cancellationToken = default) => database.PublishedRowsAsync(
        Model,
        _ => $"select metric_key, promise, promised, observed from {database.Dialect.Model(Model)} where status = 'broken' order by metric_key, promise",
        [],
        row => new BrokenPromise(
            row.GetString(0),
            row.GetString(1),
            Convert.ToDouble(row.GetValue(2), CultureInfo.InvariantCulture),
            row.IsDBNull(3) ? null : Convert.ToDouble(row.GetValue(3), CultureInfo.InvariantCulture)),
        keepsTimeout: false,
        cancellationToken);
}
