namespace GrpcExp.Warehouse.Builds;

/// <summary>Where a computed step puts its rows. It hands them over in chunks, so that no table is ever in memory as a whole.</summary>
internal interface IComputedWriter
{
    /// <summary>Appends rows to a table.</summary>
    /// <param name="table">One of the step's tables.</param>
    /// <param name="rows">Rows in a fixed order, one value per column: text, long, double or null. Read once, each when it is stored.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task WriteAsync(ComputedTable table, IEnumerable<object?[]> rows, CancellationToken cancellationToken);
}
