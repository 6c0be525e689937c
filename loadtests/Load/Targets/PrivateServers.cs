using System.Diagnostics;

namespace GrpcExp.Load.Targets;

/// <summary>
/// Redis and PostgreSQL: those that GRPCEXP_TEST_REDIS and GRPCEXP_TEST_POSTGRES name, or else private ones that
/// eng/provision.sh starts on free loopback ports and stops again.
/// </summary>
internal sealed class PrivateServers : IAsyncDisposable
{
    private const string RedisVariable = "GRPCEXP_TEST_REDIS";
    private const string PostgresVariable = "GRPCEXP_TEST_POSTGRES";

    /// <summary>The script starts nothing for a variable that is set.</summary>
    private const string Unwanted = "unwanted";

    /// <summary>PostgreSQL for its own sake gets what an operator would give it on a small machine, not what tests make do with.</summary>
    private const string SharedBuffersVariable = "GRPCEXP_PG_SHARED_BUFFERS";

    private const string SharedBuffers = "2GB";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcexp-servers-");
    private readonly Dictionary<string, string> _named = [];

    private PrivateServers()
    {
    }

    /// <summary>host:port.</summary>
    public string Redis => _named[RedisVariable];

    /// <summary>Npgsql connection string of a server on which databases may be created.</summary>
    public string Postgres => _named[PostgresVariable];

    /// <summary>Whether PostgreSQL was started for this run alone, so that its settings are the run's own.</summary>
    public bool IsPostgresPrivate { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PostgresVariable));

    /// <summary>Redis alone.</summary>
    public static Task<PrivateServers> StartRedisAsync(CancellationToken cancellation) => StartAsync(PostgresVariable, cancellation);

    /// <summary>PostgreSQL alone.</summary>
    /// <exception cref="InvalidOperationException">It could not be started; the message says why.</exception>
    public static Task<PrivateServers> StartPostgresAsync(CancellationToken cancellation) => StartAsync(RedisVariable, cancellation);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop", "", CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    private static async Task<PrivateServers> StartAsync(string unwanted, CancellationToken cancellation)
    {
        var servers = new PrivateServers();
        try
        {
            foreach (var line in (await servers.RunAsync("start", unwanted, cancellation)).Split('\n'))
            {
                if (line.Split('=', 2) is [var name, var value])
                {
                    servers._named[name] = value.Trim();
                }
            }

            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    private async Task<string> RunAsync(string verb, string unwanted, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Checkout.Root(), "eng", "provision.sh"), verb, _folder.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (unwanted.Length > 0)
        {
            start.Environment[unwanted] = Unwanted;
        }

        if (unwanted == RedisVariable)
        {
            start.Environment[SharedBuffersVariable] = SharedBuffers;
        }

        cancellation.ThrowIfCancellationRequested();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("'bash' could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var problems = process.StandardError.ReadToEndAsync(CancellationToken.None);

        // Never left in its middle: what it started is only known, and only stopped, once it has ended.
        await process.WaitForExitAsync(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"eng/provision.sh {verb} failed: {await problems}");
    }
}
