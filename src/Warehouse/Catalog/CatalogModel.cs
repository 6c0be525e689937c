namespace GrpcExp.Warehouse.Catalog;

/// <summary>A model, computed table or raw table, with everything the catalogue says about it.</summary>
internal sealed record CatalogModel
{
    /// <summary>Name; a raw table's has its source before it, for example <c>raw.events</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Folder under models; <c>computed</c> or the source for what no model makes.</summary>
    public required string Folder { get; init; }

    /// <summary>File in the project; empty for what no model makes.</summary>
    public string Path { get; init; } = "";

    public required string Description { get; init; }

    public required string Grain { get; init; }

    /// <summary>view, table, incremental, computed or source.</summary>
    public required string Materialization { get; init; }

    /// <summary>Columns by which an incremental model is merged.</summary>
    public IReadOnlyList<string> UniqueKey { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How a table lies on the workers of a distributed server: a column, or reference; empty for a view and for raw tables.</summary>
    public string Distribution { get; init; } = "";

    public required IReadOnlyList<CatalogColumn> Columns { get; init; }

    public required IReadOnlyList<CatalogTest> Tests { get; init; }

    /// <summary>What it reads, by name.</summary>
    public required IReadOnlyList<string> Reads { get; init; }

    /// <summary>Who reads it, by name.</summary>
    public required IReadOnlyList<string> ReadBy { get; init; }

    /// <summary>SQL as written; empty for what no model makes.</summary>
    public string Written { get; init; } = "";

    /// <summary>SQL as rendered, by engine.</summary>
    public IReadOnlyList<(string Engine, string Sql)> Compiled { get; init; } = [];

    /// <summary>Its last published run; null without a warehouse or before the first.</summary>
    public CatalogRun? Run { get; init; }
}

/// <summary>A documented column.</summary>
internal sealed record CatalogColumn(string Name, string Description);

/// <summary>A data test.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Kind">For example not_null; sql for a query of its own.</param>
/// <param name="Column">Column it asks about; empty for rows.</param>
/// <param name="Severity">error or warn.</param>
/// <param name="Sql">Query whose rows are failures, as written.</param>
/// <param name="Failures">Rows found in its last published run; null when it is not known.</param>
internal sealed record CatalogTest(string Name, string Kind, string Column, string Severity, string Sql, long? Failures);
