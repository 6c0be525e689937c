using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.Guides;

/// <summary>
/// Every command of every guide runs, in a folder of its own, as a newcomer would type it. Only the command and the sidecar are those
/// that are built already, and ports are free ones.
/// </summary>
public sealed class GuideTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public static TheoryData<string> Guides => [.. Directory.GetFiles(SourceCheckout.Find()!.PathOf("docs", "guides"), "*.md").Where(file => File.ReadAllText(file).Contains("```bash", StringComparison.Ordinal)).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Guides))]
    public async Task Every_command_of_a_guide_runs_and_prints_what_the_guide_says(string guide)
    {
        var script = GuideScript.Of(await File.ReadAllTextAsync(SourceCheckout.Find()!.PathOf("docs", "guides", guide), TestContext.Current.CancellationToken));
        var folder = Directory.CreateTempSubdirectory("grpcexp-guide-");
        try
        {
            var (exitCode, output) = await RunAsync(script.Commands, folder.FullName);
            Assert.True(exitCode == 0, $"{guide} ended with {exitCode}:\n{output}");
            var flat = Flat(output);
            Assert.All(script.Expected, line => Assert.Contains(Flat(line), flat, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string commands, string folder)
    {
        var (grpc, http) = (FreePort(), FreePort());
        Install(folder);
        var script = $$"""
            set -euo pipefail
            trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
            # What is built already is not built again.
            dotnet() { :; }
            {{commands.Replace("5050", $"{grpc}", StringComparison.Ordinal).Replace("8081", $"{http}", StringComparison.Ordinal)}}
            """;
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.Environment["GRPCEXP_CONTROL_PLANE"] = Path.Combine(AppContext.BaseDirectory, "GrpcExp.ControlPlane.dll");
        start.Environment["GRPCEXP_ADDRESS"] = $"http://127.0.0.1:{grpc}";
        start.Environment["GRPCEXP_PORT"] = $"{grpc}";
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, Output());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, Output());
        }

        void Note(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }

        string Output()
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>The command and the sidecar, where the guides expect them in a checkout.</summary>
    private static void Install(string folder)
    {
        var command = Path.Combine(folder, "grpcexp");
        File.WriteAllText(command, $"#!/bin/sh\nexec dotnet '{typeof(GrpcExpCommandLine).Assembly.Location}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.CreateDirectory(Path.Combine(folder, "artifacts", "sidecar"));
        File.CreateSymbolicLink(Path.Combine(folder, "artifacts", "sidecar", "grpcexp-sidecar"), SidecarProcess.BinaryPath());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Flat(string text) => string.Join(' ', text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
