using System.Diagnostics;

namespace GrpcExp.Tests;

/// <summary>A PostgreSQL that a test may kill, by eng/provision.sh.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-killed-");

    private PrivatePostgres()
    {
    }

    /// <summary>Npgsql connection string.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<PrivatePostgres> StartAsync()
    {
        var server = new PrivatePostgres();
        try
        {
            var named = (await server.RunAsync("start")).Split('\n').First(line => line.StartsWith("GRPCEXP_TEST_POSTGRES=", StringComparison.Ordinal));
            server.ConnectionString = named.Split('=', 2)[1].Trim();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the server with SIGKILL in the middle of whatever it does, and starts it again at the same address.</summary>
    public Task CrashAsync() => RunAsync("crash");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        folder.Delete(recursive: true);
    }

    private async Task<string> RunAsync(string verb)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root(), "eng", "provision.sh"), verb, folder.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("GRPCEXP_TEST_POSTGRES");
        start.Environment.Remove("GRPCEXP_PG_FAST");

        // The script starts nothing for a variable that is set.
        start.Environment["GRPCEXP_TEST_REDIS"] = "unwanted";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var problems = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"eng/provision.sh {verb} failed: {await problems}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GrpcExp.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"There is no GrpcExp.sln above '{AppContext.BaseDirectory}'.");
        }

        return folder.FullName;
    }
}
