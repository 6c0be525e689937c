using System.Diagnostics;
using System.Net.Sockets;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Targets;

/// <summary>From asking the system for a process until the sidecar's first good answer over the raw socket.</summary>
internal static class ColdStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<TimeSpan> MeasureAsync(Snapshot snapshot, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-start-");
        try
        {
            var file = Path.Combine(folder.FullName, "snapshot.json");
            await File.WriteAllTextAsync(file, JsonFormatter.Default.Format(snapshot), cancellation);
            var sockets = Path.Combine(folder.FullName, "s");
            var frame = Workload.Frame(number: 0, requestId: 1);
            var begin = Stopwatch.GetTimestamp();
            var start = new ProcessStartInfo(SidecarBinary.Path(), ["--source", $"file:{file}", "--env", snapshot.Environment, "--socket-dir", sockets]);
            await using var child = ChildProcess.Start("sidecar", start, _ => false);
            while (!IsAnswered(Path.Combine(sockets, "raw.sock"), frame))
            {
                if (child.Process.HasExited || Stopwatch.GetElapsedTime(begin) > Patience)
                {
                    throw new InvalidOperationException($"The sidecar gave no good answer within {Patience.TotalSeconds:0} s of its start.");
                }

                ShortSleep.For(200_000);
            }

            return Stopwatch.GetElapsedTime(begin);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsAnswered(string path, byte[] frame)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var link = new RawLink(path);
            return LookupResponse.Parser.ParseFrom(link.Ask(frame)).Evaluations is [{ ErrorCode: ErrorCode.Unspecified }];
        }
        catch (SocketException)
        {
            // Bound, but not listening yet.
            return false;
        }
    }
}
