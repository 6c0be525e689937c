using System.Diagnostics;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Load.Targets;

/// <summary>The native AOT sidecar under load, with sockets of its own in a temporary folder and free loopback ports.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private readonly Dictionary<string, string> _addresses = [];
    private ChildProcess? _child;

    private SidecarProcess(string folder) => _folder = folder;

    public Process Process => _child!.Process;

    public string RawSocket => Path.Combine(_folder, "sockets", "raw.sock");

    public string GrpcSocket => Path.Combine(_folder, "sockets", "grpc.sock");

    /// <summary>Such as http://127.0.0.1:40123.</summary>
    public string GrpcAddress => _addresses["grpc"];

    /// <summary>Such as http://127.0.0.1:40124.</summary>
    public string HttpAddress => _addresses["http"];

    /// <summary>Resident memory, bytes.</summary>
    public long WorkingSet
    {
        get
        {
            Process.Refresh();
            return Process.WorkingSet64;
        }
    }

    /// <summary>Starts one on a snapshot file.</summary>
    /// <exception cref="InvalidOperationException">The binary is missing, or it ended at once; the message says what to do.</exception>
    public static async Task<SidecarProcess> StartAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        var sidecar = new SidecarProcess(Directory.CreateTempSubdirectory("grpcexp-load-").FullName);
        var file = Path.Combine(sidecar._folder, "snapshot.json");
        await File.WriteAllTextAsync(file, JsonFormatter.Default.Format(snapshot), cancellation);
        return await StartAsync(sidecar, $"file:{file}", snapshot.Environment, cancellation);
    }

    /// <summary>Starts one on any other source.</summary>
    /// <param name="source">Such as redis://127.0.0.1:6379.</param>
    /// <param name="environment">Environment to serve.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<SidecarProcess> StartAsync(string source, string environment, CancellationToken cancellation) =>
        StartAsync(new SidecarProcess(Directory.CreateTempSubdirectory("grpcexp-load-").FullName), source, environment, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<SidecarProcess> StartAsync(SidecarProcess sidecar, string source, string environment, CancellationToken cancellation)
    {
        try
        {
            var start = new ProcessStartInfo(
                SidecarBinary.Path(),
                ["--source", source, "--env", environment, "--socket-dir", Path.Combine(sidecar._folder, "sockets"), "--port", "0", "--http-port", "0"]);
            start.Environment.Remove("GRPCEXP_TOKEN");
            sidecar._child = ChildProcess.Start("sidecar", start, sidecar.IsLastAddress);
            await sidecar._child.ReadyAsync(Patience, cancellation);
            return sidecar;
        }
        catch
        {
            await sidecar.DisposeAsync();
            throw;
        }
    }

    // Such as "grpc http://127.0.0.1:5000"; the HTTP address comes last.
    private bool IsLastAddress(string line)
    {
        if (line.Split(' ') is [var name, var address] && address.StartsWith("http://", StringComparison.Ordinal))
        {
            _addresses[name] = address;
        }

        return line.StartsWith("http ", StringComparison.Ordinal);
    }
}
