using System.Diagnostics;
using System.Text;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Servers;

/// <summary>
/// A server that a command started and ends. Its output is kept to be shown when it fails, and lines can be waited for.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 200;

    private readonly string _name;
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly List<(Func<string, string?> Find, TaskCompletionSource<string> Found)> _waiting = [];

    private ChildProcess(string name, Process process)
    {
        _name = name;
        _process = process;
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a native program, or a .dll on the dotnet host.</summary>
    public static ChildProcess Start(string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var hosted = file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(hosted ? DotnetHost.Path : file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in hosted ? arguments.Prepend(file) : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var child = new ChildProcess(name, new Process { StartInfo = start, EnableRaisingEvents = true });
        child._process.OutputDataReceived += (_, line) => child.Take(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Take(line.Data);
        try
        {
            child._process.Start();
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new CommandException($"The {name} could not be started from '{file}': {failure.Message}", cause: failure);
        }

        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        _ = child.WatchAsync();
        return child;
    }

    /// <summary>The first text that <paramref name="find"/> makes of a printed line, past lines included.</summary>
    public async Task<string> WaitForAsync(Func<string, string?> find, TimeSpan patience, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Select(find).FirstOrDefault(text => text is not null) is { } already)
            {
                return already;
            }

            _waiting.Add((find, found));
        }

        if (_process.HasExited)
        {
            found.TrySetException(Ended());
        }

        try
        {
            return await found.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new CommandException($"The {_name} was not ready within {patience.TotalSeconds:0} s. Its last lines:{Environment.NewLine}{Tail()}");
        }
    }

    /// <summary>Throws when the process is no longer running.</summary>
    public void RequireRunning()
    {
        if (_process.HasExited)
        {
            throw Ended();
        }
    }

    /// <summary>Ends when the process does.</summary>
    public Task ExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the process to end, and makes it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        await ProcessEnd.AskAsync(_process);
        _process.Dispose();
    }

    private async Task WatchAsync()
    {
        await _process.WaitForExitAsync();
        lock (_gate)
        {
            foreach (var (_, found) in _waiting)
            {
                found.TrySetException(Ended());
            }
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }

            _waiting.RemoveAll(waiter => waiter.Find(line) is { } text && waiter.Found.TrySetResult(text));
        }
    }

    private CommandException Ended() =>
        new($"The {_name} ended with exit code {_process.ExitCode}. Its last lines:{Environment.NewLine}{Tail()}");

    private string Tail()
    {
        lock (_gate)
        {
            return string.Join(Environment.NewLine, _lines.TakeLast(15).Select(line => "  " + line));
        }
    }
}
