namespace GrpcExp.Warehouse.Builds;

/// <summary>A table that a step of the build computes in C#.</summary>
/// <param name="Name">Table name, declared in sources.yml.</param>
/// <param name="Columns">Columns in order.</param>
internal sealed record ComputedTable(string Name, IReadOnlyList<ComputedColumn> Columns);

/// <summary>A column of a computed table.</summary>
internal sealed record ComputedColumn(string Name, ComputedType Type)
{
    /// <summary>A column of characters.</summary>
    public static ComputedColumn Text(string name) => new(name, ComputedType.Text);

    /// <summary>A column of integers.</summary>
    public static ComputedColumn Integer(string name) => new(name, ComputedType.Integer);

    /// <summary>A column of doubles.</summary>
    public static ComputedColumn Number(string name) => new(name, ComputedType.Number);
}

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
