using GrpcExp.Warehouse.Dialects;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.Warehouse.Projects;

/// <summary>Both engines without a database behind them: enough to render a project, and nothing is ever opened.</summary>
internal sealed class OfflineEngines : IDisposable
{
    private readonly SqliteDialect sqlite = new(new SqliteConnectionStringBuilder { DataSource = "offline" });
    private readonly PostgresDialect postgres = new(new NpgsqlConnectionStringBuilder { Host = "offline", Username = "offline" });

    public WarehouseDialect Dialect(WarehouseEngine engine) => engine == WarehouseEngine.Sqlite ? sqlite : postgres;

    /// <summary>Renders models as they are called once they are published.</summary>
    public ModelCompiler Compiler(ModelProject project, WarehouseEngine engine) =>
        new(project, Dialect(engine), new Dictionary<string, string>(), Dialect(engine).Model);

    public void Dispose()
    {
        sqlite.DisposeAsync().AsTask().GetAwaiter().GetResult();
        postgres.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
