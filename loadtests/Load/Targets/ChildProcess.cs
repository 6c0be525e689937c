using System.Collections.Concurrent;
using System.Diagnostics;

namespace GrpcExp.Load.Targets;

/// <summary>A process that a scenario started. It is killed when the scenario ends, however it ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 50;

    private readonly string _name;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(string name, Process process)
    {
        _name = name;
        Process = process;
    }

    public Process Process { get; }

    /// <summary>Starts a program and reads what it prints.</summary>
    /// <param name="name">Name in messages.</param>
    /// <param name="start">The program.</param>
    /// <param name="isReady">Takes each line of standard output; true at the one that says it is ready.</param>
    public static ChildProcess Start(string name, ProcessStartInfo start, Func<string, bool> isReady)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var child = new ChildProcess(name, new Process { StartInfo = start, EnableRaisingEvents = true });
        child.Process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text && child.Keep(text) && isReady(text))
            {
                child._ready.TrySetResult();
            }
        };
        child.Process.ErrorDataReceived += (_, line) => child.Keep(line.Data ?? "");
        child.Process.Exited += (_, _) => child._ready.TrySetException(new InvalidOperationException($"The {name} ended. Its last lines:\n{child.Tail()}"));
        child.Process.Start();
        child.Process.BeginOutputReadLine();
        child.Process.BeginErrorReadLine();
        return child;
    }

    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message has its last lines.</exception>
    public async Task ReadyAsync(TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            await _ready.Task.WaitAsync(patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The {_name} was not ready within {patience.TotalSeconds:0} s. Its last lines:\n{Tail()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            await Process.WaitForExitAsync();
        }

        _ = _ready.Task.Exception;
        Process.Dispose();
    }

    private bool Keep(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }

        return true;
    }

    private string Tail() => string.Join('\n', _lines);
}
