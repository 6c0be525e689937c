namespace GrpcExp.Warehouse;

/// <summary>The database engines a warehouse runs on.</summary>
public enum WarehouseEngine
{
    /// <summary>An SQLite file, the embedded default.</summary>
    Sqlite,

    /// <summary>PostgreSQL 15 or later.</summary>
    Postgres,
}
