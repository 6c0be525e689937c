using Npgsql;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>An empty place for a control plane's state: a folder, or a database on the server for tests.</summary>
public sealed class ControlPlaneHome : IAsyncDisposable
{
    private const string ServerVariable = "GRPCEXP_TEST_POSTGRES";
    private const string RedisVariable = "GRPCEXP_TEST_REDIS";

    private readonly string _name = $"e2e_{Guid.NewGuid():N}";
    private readonly bool _isServer;

    private ControlPlaneHome(bool isServer)
    {
        _isServer = isServer;
        Folder = Path.Combine(Path.GetTempPath(), _name);
    }

    /// <summary>Folder of the embedded size.</summary>
    public string Folder { get; }

    /// <summary>host:port of the Redis for tests.</summary>
    public static string Redis => Variable(RedisVariable, "127.0.0.1:6379");

    /// <summary>The arguments that make a control plane live here, on a free port.</summary>
    public IReadOnlyList<string> Arguments => _isServer
        ? ["--postgres", ConnectionString, "--port", "0"]
        : ["--data-dir", Folder, "--port", "0"];

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Server()) { Database = _name }.ConnectionString;

    public static ControlPlaneHome Embedded() => new(isServer: false);

    public static async Task<ControlPlaneHome> OnServerAsync()
    {
        var home = new ControlPlaneHome(isServer: true);
        await OnServerAsync($"create database {home._name}");
        return home;
    }

    public Task<ControlPlaneProcess> StartAsync(params string[] more) => ControlPlaneProcess.StartAsync([.. Arguments, .. more]);

    public async ValueTask DisposeAsync()
    {
        if (_isServer)
        {
            await OnServerAsync($"drop database if exists {_name} with (force)");
        }
        else if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static string Server() => Variable(ServerVariable, "Host=127.0.0.1;Port=5432;Username=postgres");

    private static string Variable(string name, string example) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{name} is not set. Name a server that tests may use, for example \"{example}\"; ./test.sh provides one.");

    private static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
