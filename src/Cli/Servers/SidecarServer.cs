using GrpcExp.Cli.Checkout;

namespace GrpcExp.Cli.Servers;

/// <summary>A sidecar as a process of ours, with its sockets in a folder of its own.</summary>
internal sealed class SidecarServer : IAsyncDisposable
{
    private const string RawMark = "raw unix:";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly DirectoryInfo _folder;

    private SidecarServer(ChildProcess process, DirectoryInfo folder, string rawSocket)
    {
        _process = process;
        _folder = folder;
        RawSocket = rawSocket;
    }

    /// <summary>Path of the socket of the raw protocol.</summary>
    public string RawSocket { get; }

    /// <summary>Starts one and waits until it listens; its flags may come a moment later.</summary>
    public static async Task<SidecarServer> StartAsync(string source, string token, CancellationToken cancellationToken)
    {
        var file = await PartPublisher.EnsureAsync(ProgramPart.Sidecar, cancellationToken);

        // A short path: the kernel takes no more than 107 bytes for a socket.
        var folder = Directory.CreateTempSubdirectory("grpcexp-");
        ChildProcess? process = null;
        try
        {
            process = ChildProcess.Start(
                "sidecar",
                file,
                ["--source", source, "--env", "production", "--socket-dir", folder.FullName],
                new Dictionary<string, string> { ["GRPCEXP_TOKEN"] = token });
            var socket = await process.WaitForAsync(
                line => line.StartsWith(RawMark, StringComparison.Ordinal) ? line[RawMark.Length..].Trim() : null, Patience, cancellationToken);
            return new SidecarServer(process, folder, socket);
        }
        catch
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }

            folder.Delete(recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
