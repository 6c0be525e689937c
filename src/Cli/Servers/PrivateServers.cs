using System.Diagnostics;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Servers;

/// <summary>A PostgreSQL and a Redis of our own on free loopback ports, by eng/provision.sh.</summary>
internal sealed class PrivateServers : IAsyncDisposable
{
    private readonly SourceCheckout _checkout;
    private readonly DirectoryInfo _folder;

    private PrivateServers(SourceCheckout checkout, DirectoryInfo folder)
    {
        _checkout = checkout;
        _folder = folder;
    }

    /// <summary>Npgsql connection string.</summary>
    public string Postgres { get; private set; } = "";

    /// <summary>host:port.</summary>
    public string Redis { get; private set; } = "";

    public static async Task<PrivateServers> StartAsync(CancellationToken cancellationToken)
    {
        var checkout = SourceCheckout.Find() ?? throw new CommandException("--size server needs the checkout: its eng/provision.sh starts the servers.");
        var servers = new PrivateServers(checkout, Directory.CreateTempSubdirectory("grpcexp-servers-"));
        try
        {
            foreach (var line in (await servers.RunAsync("start", cancellationToken)).Split('\n'))
            {
                var parts = line.Split('=', 2);
                servers.Postgres = parts[0] == "GRPCEXP_TEST_POSTGRES" ? parts[1].Trim() : servers.Postgres;
                servers.Redis = parts[0] == "GRPCEXP_TEST_REDIS" ? parts[1].Trim() : servers.Redis;
            }

            return servers.Postgres.Length > 0 && servers.Redis.Length > 0
                ? servers
                : throw new CommandException("eng/provision.sh did not say where PostgreSQL and Redis are.");
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop", CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    private async Task<string> RunAsync(string verb, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = _checkout.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "eng/provision.sh", verb, _folder.FullName })
        {
            start.ArgumentList.Add(argument);
        }

        // The demo wants servers of its own, never the ones that tests were given.
        start.Environment.Remove("GRPCEXP_TEST_POSTGRES");
        start.Environment.Remove("GRPCEXP_TEST_REDIS");

        using var process = Process.Start(start) ?? throw new CommandException("'bash' could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var problems = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new CommandException($"PostgreSQL and Redis could not be provided:{Environment.NewLine}{await problems}");
    }
}
