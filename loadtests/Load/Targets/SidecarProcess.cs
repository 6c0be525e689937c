using System.Diagnostics;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Load.Targets;

/// <summary>The native AOT sidecar under load, on a snapshot file of its own in a temporary folder.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private SidecarProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    public string RawSocket => Path.Combine(_folder, "sockets", "raw.sock");

    public string GrpcSocket => Path.Combine(_folder, "sockets", "grpc.sock");

    /// <summary>Resident memory, bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <exception cref="InvalidOperationException">The binary is missing, or it ended at once; the message says what to do.</exception>
    public static async Task<SidecarProcess> StartAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-load-").FullName;
        var file = Path.Combine(folder, "snapshot.json");
        await File.WriteAllTextAsync(file, JsonFormatter.Default.Format(snapshot), cancellation);
        var start = new ProcessStartInfo(BinaryPath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--source", $"file:{file}", "--env", snapshot.Environment, "--socket-dir", Path.Combine(folder, "sockets") },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The sidecar could not be started.");
        var sidecar = new SidecarProcess(process, folder);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var begin = Stopwatch.GetTimestamp();
        while (!File.Exists(sidecar.RawSocket) || !File.Exists(sidecar.GrpcSocket))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The sidecar ended with exit code {process.ExitCode}: {await errors}");
            }

            if (Stopwatch.GetElapsedTime(begin) > TimeSpan.FromSeconds(20))
            {
                await sidecar.DisposeAsync();
                throw new InvalidOperationException("The sidecar opened no sockets within 20 s.");
            }

            await Task.Delay(10, cancellation);
        }

        return sidecar;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string BinaryPath()
    {
        if (Environment.GetEnvironmentVariable("GRPCEXP_SIDECAR") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new InvalidOperationException($"GRPCEXP_SIDECAR names '{named}', which does not exist.");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "artifacts", "sidecar", "grpcexp-sidecar");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException(
            "The sidecar has not been published. Run: dotnet publish sidecar -c Release -r linux-x64 -o artifacts/sidecar");
    }
}
