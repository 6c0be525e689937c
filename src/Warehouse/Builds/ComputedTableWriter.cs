using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Appends the rows of a computed step to the tables that are being built, and counts them.</summary>
internal sealed class ComputedTableWriter(WarehouseDialect dialect, BuildLane lane) : IComputedWriter
{
    private readonly Dictionary<string, long> counts = [];

    /// <summary>Rows written to a table so far.</summary>
    public long RowsOf(ComputedTable table) => counts.GetValueOrDefault(table.Name);

    public async Task WriteAsync(ComputedTable table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var count = await dialect.AppendAsync(lane.Connection, lane.Transaction, dialect.UnpublishedModel(table.Name), table.Columns, rows, cancellationToken)
            .ConfigureAwait(false);
        counts[table.Name] = RowsOf(table) + count;
    }
}
