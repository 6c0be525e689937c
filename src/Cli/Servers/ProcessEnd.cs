using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GrpcExp.Cli.Servers;

/// <summary>Ends a process that we started.</summary>
internal static class ProcessEnd
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Asks it to end, and makes it when it does not.</summary>
    public static async Task AskAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows() || Kill(process.Id, SigTerm) != 0)
        {
            process.Kill(entireProcessTree: true);
        }

        using var patience = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
