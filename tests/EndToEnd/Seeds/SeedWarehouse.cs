using System.Data.Common;
using System.Globalization;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.Seeds;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Scorecards;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.EndToEnd.Seeds;

/// <summary>A warehouse with the committed seeds in it, loaded through ingestion and built once for a class of tests.</summary>
public abstract class SeedWarehouse(WarehouseEngine engine) : IAsyncLifetime
{
    private const string ServerVariable = "GRPCEXP_TEST_POSTGRES";
    private const int BatchRows = 5_000;

    private readonly string name = $"seeds_{Guid.NewGuid():N}";
    private string connectionString = "";
    private WarehouseDatabase? database;

    internal static string Folder { get; } = SourceCheckout.Find()!.PathOf("seeds");

    internal static SeedManifest Manifest { get; } = SeedGenerator.ReadManifest(Path.Combine(Folder, SeedGenerator.ManifestName));

    public IngestResult Assignments { get; private set; } = null!;

    public IngestResult Exposures { get; private set; } = null!;

    public IngestResult Events { get; private set; } = null!;

    public BuildResult Build { get; private set; } = null!;

    public IReadOnlyDictionary<string, StoredScorecard> Scorecards { get; private set; } = null!;

    internal WarehouseDatabase Database => database!;

    public async ValueTask InitializeAsync()
    {
        if (engine == WarehouseEngine.Postgres)
        {
            await OnServerAsync($"create database {name}");
            connectionString = new NpgsqlConnectionStringBuilder(Server()) { Database = name }.ConnectionString;
        }
        else
        {
            connectionString = $"Data Source={Path.Combine(Path.GetTempPath(), name)}.db";
        }

        database = await WarehouseDatabase.OpenAsync(connectionString, TimeProvider.System);
        await new DefinitionStore(database).ReplaceAsync(SeedDefinitions.Read(Folder));
        var ingestor = new EventIngestor(database);
        Assignments = await SendAsync(SeedRows.Assignments(Folder), rows => ingestor.RecordAssignmentsAsync(rows));
        Exposures = await SendAsync(SeedRows.Exposures(Folder), rows => ingestor.RecordExposuresAsync(rows));
        Events = await SendAsync(SeedRows.Outcomes(Folder), rows => ingestor.RecordEventsAsync(rows));
        Build = await new WarehouseBuilder(database).BuildAsync(new BuildOptions());
        var reader = new ScorecardReader(database);
        var scorecards = new Dictionary<string, StoredScorecard>();
        foreach (var experiment in Manifest.Experiments)
        {
            if (await reader.GetAsync(experiment.Key) is { } scorecard)
            {
                scorecards.Add(experiment.Key, scorecard);
            }
        }

        Scorecards = scorecards;
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

    /// <summary>Check → findings of one experiment, or of the whole platform for "*"; checks without a finding are left out.</summary>
    public async Task<Dictionary<string, long>> FindingsAsync(string experimentKey)
    {
        await using var connection = engine == WarehouseEngine.Postgres
            ? (DbConnection)new NpgsqlConnection(connectionString)
            : new SqliteConnection(connectionString);
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        var table = engine == WarehouseEngine.Postgres ? "warehouse.mart_data_quality" : "mart_data_quality";
        command.CommandText = $"select check_name, finding_count from {table} where experiment_key = @p0 and finding_count > 0";
        var key = command.CreateParameter();
        key.ParameterName = "p0";
        key.Value = experimentKey;
        command.Parameters.Add(key);
        var findings = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            findings.Add(reader.GetString(0), Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
        }

        return findings;
    }

    /// <summary>Rows of a model.</summary>
    public async Task<long> CountAsync(string model, string condition)
    {
        await using var connection = engine == WarehouseEngine.Postgres
            ? (DbConnection)new NpgsqlConnection(connectionString)
            : new SqliteConnection(connectionString);
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {(engine == WarehouseEngine.Postgres ? $"warehouse.{model}" : model)} where {condition}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<IngestResult> SendAsync<T>(IEnumerable<T> rows, Func<IReadOnlyList<T>, Task<IngestResult>> send)
    {
        var (accepted, duplicate, rejected) = (0, 0, new List<RejectedRow>());
        foreach (var batch in rows.Chunk(BatchRows))
        {
            var result = await send(batch);
            accepted += result.Accepted;
            duplicate += result.Duplicate;
            rejected.AddRange(result.Rejected);
        }

        return new IngestResult(accepted, duplicate, rejected);
    }

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

/// <summary>On an SQLite file.</summary>
public sealed class SqliteSeedWarehouse() : SeedWarehouse(WarehouseEngine.Sqlite);

/// <summary>On the PostgreSQL server that the tests were given.</summary>
public sealed class PostgresSeedWarehouse() : SeedWarehouse(WarehouseEngine.Postgres);
