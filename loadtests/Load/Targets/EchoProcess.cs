using System.Diagnostics;
using System.Globalization;

namespace GrpcExp.Load.Targets;

/// <summary>This program again, as an echo server.</summary>
internal sealed class EchoProcess : IAsyncDisposable
{
    /// <summary>First argument that makes this program an echo server.</summary>
    public const string Verb = "echo-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcexp-echo-");
    private readonly ChildProcess _child;

    private EchoProcess(int requestBytes, int answerBytes)
    {
        Socket = Path.Combine(_folder.FullName, "echo.sock");
        string[] arguments =
        [
            typeof(EchoProcess).Assembly.Location, Verb, Socket,
            requestBytes.ToString(CultureInfo.InvariantCulture), answerBytes.ToString(CultureInfo.InvariantCulture),
        ];
        _child = ChildProcess.Start("echo server", new ProcessStartInfo("dotnet", arguments), line => line == "ready");
    }

    public string Socket { get; }

    public static async Task<EchoProcess> StartAsync(int requestBytes, int answerBytes, CancellationToken cancellation)
    {
        var echo = new EchoProcess(requestBytes, answerBytes);
        try
        {
            await echo._child.ReadyAsync(TimeSpan.FromSeconds(20), cancellation);
            return echo;
        }
        catch
        {
            await echo.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
