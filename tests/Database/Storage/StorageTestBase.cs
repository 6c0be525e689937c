using System.Globalization;
using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Database.Warehouse;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.Database.Storage;

/// <summary>Gives every test an empty control database of its own; derived once per engine.</summary>
public abstract class StorageTestBase(StorageEngine engine) : IAsyncLifetime
{
    private const string ServerVariable = "GRPCEXP_TEST_POSTGRES";

    private readonly string _name = $"control_{Guid.NewGuid():N}";

    protected FixedTime Time { get; } = new(new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero));

    protected StorageModel Model { get; private set; } = null!;

    /// <summary>Who writes in these tests.</summary>
    protected static Actor Ada { get; } = new("ada", "tok-ada", "192.0.2.7");

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (engine == StorageEngine.Postgres)
        {
            await OnServerAsync($"create database {_name}");
            Model = StorageModel.OnServer(new NpgsqlConnectionStringBuilder(Server()) { Database = _name }.ConnectionString, "test") with { KeepsOutbox = true };
        }
        else
        {
            Model = StorageModel.InFile(Path.Combine(Path.GetTempPath(), $"{_name}.db"), "test") with { KeepsOutbox = true };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (engine == StorageEngine.Postgres)
        {
            await OnServerAsync($"drop database if exists {_name} with (force)");
        }
        else
        {
            SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(Path.GetTempPath(), $"{_name}.db*"))
            {
                File.Delete(file);
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>A store over this test's database; several of them are several processes as far as the database can tell.</summary>
    protected Task<ControlStore> OpenAsync() => ControlStore.OpenAsync(Model, Time, Cancelled);

    protected static Flag NewFlag(string key, string owner = "team") => new()
    {
        Key = key,
        Type = FlagType.Bool,
        Owner = owner,
        Variants =
        {
            new Variant { Key = "on", Value = new FlagValue { BoolValue = true } },
            new Variant { Key = "off", Value = new FlagValue { BoolValue = false } },
        },
        DefaultVariant = "off",
    };

    /// <summary>Creates or replaces a flag; a given etag must be the current one.</summary>
    protected static Task<Flag> PutAsync(ControlStore store, Flag flag, string requestId = "", string reason = "") => store.WriteAsync(
        Intent(flag, requestId, reason),
        async (session, cancellationToken) =>
        {
            var before = await session.FindFlagAsync(flag.Key, cancellationToken);
            WriteSession.RequireEtag(flag.Etag, before?.Etag ?? "", $"flags/{flag.Key}");
            var after = session.Put(flag, before);
            return new Change<Flag>(after, new AuditEntry(before is null ? "flag.create" : "flag.update", $"flags/{flag.Key}", before, after));
        },
        Cancelled);

    protected static WriteIntent Intent(IMessage request, string requestId = "", string reason = "") => new(Ada, "/test/Put", requestId, request, reason);

    /// <summary>Takes away what keeps the audit log from being changed, as only the owner of the tables can.</summary>
    protected Task DisarmAsync() => TamperAsync(engine == StorageEngine.Postgres
        ? "drop trigger if exists audit_events_append_only on audit_events"
        : "drop trigger if exists audit_events_no_update; drop trigger if exists audit_events_no_delete; drop trigger if exists audit_events_no_replace");

    /// <summary>Does something to the tables that the store would never do; returns the rows it touched.</summary>
    protected async Task<int> TamperAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync(Cancelled);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(Cancelled);
    }

    protected async Task<long> CountAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync(Cancelled);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancelled), CultureInfo.InvariantCulture);
    }

    private System.Data.Common.DbConnection Connect() => engine == StorageEngine.Postgres
        ? new NpgsqlConnection(Model.ConnectionString)
        : new SqliteConnection(Model.ConnectionString);

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
