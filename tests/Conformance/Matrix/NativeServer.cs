using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace GrpcExp.Conformance.Matrix;

/// <summary>The published server, running. It ends by SIGTERM.</summary>
internal sealed class NativeServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = [];

    private NativeServer(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public int Port { get; private set; }

    /// <summary>The addresses that the server printed, one a line.</summary>
    public List<string> Addresses { get; } = [];

    /// <summary>Starts a server with a TCP port, whose address it prints last.</summary>
    public static async Task<NativeServer> StartAsync(params string[] arguments)
    {
        var server = new NativeServer(ProgramRun.Start(NativePrograms.PathOf("server"), arguments));
        do
        {
            var line = await server._process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            server.Addresses.Add(line ?? throw new InvalidOperationException($"The server ended:\n{string.Join('\n', server._log)}"));
        }
        while (!server.Addresses[^1].StartsWith("http", StringComparison.Ordinal));
        server.Port = int.Parse(server.Addresses[^1].Split(':')[^1], CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>Fails when the server has logged an error so far. Warnings, too: it is given no cause.</summary>
    public void AssertQuiet() => Assert.DoesNotContain(_log, l => l.Length > 0);

    /// <summary>Asks the server to end and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                await StopAsync();
            }
        }
        finally
        {
            _process.Kill();
            _process.Dispose();
        }
    }
}
