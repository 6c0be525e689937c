using System.Diagnostics;
using System.Globalization;
using GrpcExp.Interop.Connection;

namespace GrpcExp.Conformance.Matrix;

/// <summary>A program that ran to its end, and what it printed.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<ProgramRun> OfAsync(string program, IEnumerable<string> arguments, string? folder = null)
    {
        using var process = Start(program, arguments, folder);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{program}' did not end within {Patience}. It had printed:\n{await output}{await errors}");
        }
    }

    /// <summary>Starts a program whose input, output and errors are ours.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string? folder = null) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>The flags, in the official spelling, of a client that is to reach a server.</summary>
    public static string[] FlagsOf(InteropConnection server) => server.UnixSocket is { } path
        ? ["--uds", path]
        :
        [
            "--server_host", server.Host, "--server_port", server.Port.ToString(CultureInfo.InvariantCulture),
            .. server.UseTls ? ["--use_tls", "--ca_file", server.CaFile!] : Array.Empty<string>(),
        ];

    /// <summary>What a client said of each case, such as <c>passed</c> or <c>failed: why</c>.</summary>
    public Dictionary<string, string> Results() => (Output + Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.Contains(": ", StringComparison.Ordinal))
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);
}
