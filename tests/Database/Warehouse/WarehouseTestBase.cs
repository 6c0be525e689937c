using System.Globalization;
using GrpcExp.Warehouse;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.Database.Warehouse;

/// <summary>Gives every test an empty warehouse of its own; derived once per engine.</summary>
public abstract class WarehouseTestBase(WarehouseEngine engine) : IAsyncLifetime
{
    private const string ServerVariable = "GRPCEXP_TEST_POSTGRES";

    private readonly string name = $"warehouse_{Guid.NewGuid():N}";
    private WarehouseDatabase? database;

    protected FixedTime Time { get; } = new(new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero));

    protected string ConnectionString { get; private set; } = "";

    protected WarehouseDatabase Database => database ?? throw new InvalidOperationException("The warehouse is not open.");

    protected WarehouseEngine Engine => engine;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (engine == WarehouseEngine.Postgres)
        {
            await OnServerAsync($"create database {name}");
            ConnectionString = new NpgsqlConnectionStringBuilder(Server()) { Database = name }.ConnectionString;
        }
        else
        {
            ConnectionString = $"Data Source={Path.Combine(Path.GetTempPath(), name)}.db";
        }

        database = await WarehouseDatabase.OpenAsync(ConnectionString, Time, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        if (engine == WarehouseEngine.Postgres)
        {
            await OnServerAsync($"drop database if exists {name} with (force)");
        }
        else
        {
            foreach (var file in Directory.GetFiles(Path.GetTempPath(), $"{name}.db*"))
            {
                File.Delete(file);
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Rows of a query as texts, columns joined by '|', with raw. and warehouse. spelled for the engine.</summary>
    protected async Task<string[]> QueryAsync(string sql)
    {
        await using var connection = engine == WarehouseEngine.Postgres
            ? (System.Data.Common.DbConnection)new NpgsqlConnection(ConnectionString)
            : new SqliteConnection(ConnectionString);
        await connection.OpenAsync(Cancelled);
        using var command = connection.CreateCommand();
        command.CommandText = engine == WarehouseEngine.Postgres
            ? sql
            : sql.Replace("raw.", "raw_", StringComparison.Ordinal).Replace("meta.", "meta_", StringComparison.Ordinal).Replace("warehouse.", "", StringComparison.Ordinal);
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        while (await reader.ReadAsync(Cancelled))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        }

        return [.. rows];
    }

    private static string Text(object value) => value switch
    {
        DBNull => "",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Server() =>
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } server
            ? server
            : throw new InvalidOperationException(
                $"{ServerVariable} is not set. Point it at a PostgreSQL server where tests may create databases, "
                + "for example \"Host=127.0.0.1;Port=5432;Username=postgres\"; ./test.sh provides one.");

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
