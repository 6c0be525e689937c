using System.Diagnostics;
using System.Globalization;
using GrpcExp.Interop.Connection;

namespace GrpcExp.Conformance.Matrix;

/// <summary>A foreign server that runs, until its input ends.</summary>
public sealed class ForeignServer(Process process, InteropConnection connection) : IAsyncDisposable
{
    public InteropConnection Connection => connection;

    /// <summary>Waits until a server has printed its address, <c>host:port</c> or <c>unix:path</c>.</summary>
    public static async Task<ForeignServer> AnnouncedAsync(Process process, InteropConnection how)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (line is null)
        {
            var errors = await process.StandardError.ReadToEndAsync();
            process.Dispose();
            throw new InvalidOperationException($"A foreign server ended before it served:\n{errors}");
        }

        // Nobody reads its errors; a full pipe would stop it.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new ForeignServer(
            process,
            how.UnixSocket is null ? how with { Port = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture) } : how);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }
}
