using System.Diagnostics;
using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace GrpcExp.Load.Targets;

/// <summary>The real control plane on a free loopback port, with its state in a temporary folder or a database of its own.</summary>
internal sealed class ControlPlaneProcess : IAsyncDisposable
{
    private const string Announcement = "grpcexp control plane listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcexp-control-");
    private readonly string _adminToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private readonly ChildProcess _child;
    private GrpcChannel? _channel;
    private string _address = "";

    private ControlPlaneProcess(string? postgres, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "GrpcExp.ControlPlane.dll"), "--port", "0",
                "--jobs", "off", .. postgres is null ? new[] { "--data-dir", _folder.FullName } : ["--postgres", postgres], .. arguments,
            ]);
        start.Environment["GRPCEXP_ADMIN_TOKEN"] = _adminToken;
        _child = ChildProcess.Start("control plane", start, IsListening);
    }

    public Process Process => _child.Process;

    /// <summary>Starts one on SQLite, or on a PostgreSQL database.</summary>
    /// <param name="postgres">Connection string of an empty database; null for SQLite.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="arguments">Further arguments.</param>
    public static async Task<ControlPlaneProcess> StartAsync(string? postgres, CancellationToken cancellation, params string[] arguments)
    {
        var server = new ControlPlaneProcess(postgres, arguments);
        try
        {
            await server._child.ReadyAsync(Patience, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls of the administrator.</summary>
    public CallInvoker AsAdmin() => As(_adminToken);

    /// <summary>Calls that carry a token.</summary>
    public CallInvoker As(string token)
    {
        _channel ??= GrpcChannel.ForAddress(_address, new GrpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
        return _channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {token}");
            return metadata;
        });
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _child.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private bool IsListening(string line)
    {
        if (!line.StartsWith(Announcement, StringComparison.Ordinal))
        {
            return false;
        }

        _address = line[Announcement.Length..].Trim();
        return true;
    }
}
