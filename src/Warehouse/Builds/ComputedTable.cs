namespace GrpcExp.Warehouse.Builds;

/// <summary>A table that a step of the build computes in C#.</summary>
/// <param name="Name">Table name, declared in sources.yml.</param>
/// <param name="Columns">Columns in order.</param>
internal sealed record ComputedTable(string Name, IReadOnlyList<ComputedColumn> Columns);

/// <summary>A column of a computed table.</summary>
internal sealed record ComputedColumn(string Name, ComputedType Type);

/// <summary>The types a computed column can have.</summary>
internal enum ComputedType
{
    /// <summary>Characters.</summary>
    Text,

    /// <summary>64-bit integer.</summary>
    Integer,

    /// <summary>Double.</summary>
    Number,
}
