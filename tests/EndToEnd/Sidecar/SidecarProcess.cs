using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Grpc.Net.Client;
using GrpcExp.Cli.Checkout;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Rpc;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>The published sidecar, running in folders of its own; killed at the end.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    public const string Environment = "e2e";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Dictionary<string, string> _addresses = [];
    private readonly TaskCompletionSource _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _http = new();

    private SidecarProcess(IEnumerable<string> args, string? token)
    {
        var start = new ProcessStartInfo(BinaryPath(), args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("GRPCEXP_TOKEN");
        if (token is not null)
        {
            start.Environment["GRPCEXP_TOKEN"] = token;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Announce(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _announced.TrySetException(new InvalidOperationException($"The sidecar ended. Its log:\n{Log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string GrpcSocket => _addresses["grpc unix"];

    public string GrpcPort => _addresses["grpc http"].Split(':')[^1];

    public string HttpAddress => _addresses["http http"];

    public string RawSocket => _addresses["raw unix"];

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts a sidecar that listens everywhere, and waits until it says so.</summary>
    public static async Task<SidecarProcess> StartAsync(ScratchFolder folder, IEnumerable<string> sources, string environment = Environment, string? token = null, params IEnumerable<string> more)
    {
        List<string> args =
        [
            .. sources.SelectMany(source => new[] { "--source", source }), "--env", environment, "--socket-dir", folder.PathOf("s"),
            "--data-dir", folder.PathOf("d"), "--port", "0", "--http-port", "0", .. more,
        ];
        var sidecar = new SidecarProcess(args, token);
        await sidecar._announced.Task.WaitAsync(Deadline);
        return sidecar;
    }

    /// <summary>Runs a sidecar to its end.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(params string[] args)
    {
        await using var sidecar = new SidecarProcess(args, token: null);
        await sidecar._process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        _ = sidecar._announced.Task.Exception;
        return (sidecar._process.ExitCode, sidecar.Log);
    }

    public GrpcChannel OpenChannel() => GrpcChannel.ForAddress(
        "http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(GrpcSocket), DisposeHttpClient = true });

    public GrpcChannel OpenTcpChannel() => GrpcChannel.ForAddress(_addresses["grpc http"]);

    public Task<string> GetAsync(string path) => _http.GetStringAsync($"{_addresses["http http"]}/{path}");

    public async Task<bool> IsReadyAsync() => (await _http.GetAsync($"{_addresses["http http"]}/readyz")).IsSuccessStatusCode;

    /// <summary>Asks over the Unix socket until an answer is as wanted; fails with the last one and the log.</summary>
    public async Task<EvaluateResponse> UntilAsync(Func<EvaluateResponse, bool> wanted, string flag = "flag", string unit = "unit-1")
    {
        using var channel = OpenChannel();
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var response = await client.EvaluateAsync(
                new EvaluateRequest { FlagKey = flag, Context = new EvaluationContext { UnitId = unit } },
                cancellationToken: TestContext.Current.CancellationToken);
            if (wanted(response))
            {
                return response;
            }

            Assert.True(clock.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds} s; the last answer was {response}. The log:\n{Log}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it without asking, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _ = _announced.Task.Exception;
        _http.Dispose();
        _process.Dispose();
    }

    private void Announce(string? line)
    {
        // Such as "grpc http://127.0.0.1:5000" or "raw unix:/run/raw.sock"; HTTP comes last.
        if (line is null)
        {
            return;
        }

        Note(line);
        var (name, address) = (line.Split(' ')[0], line.Split(' ')[1]);
        var scheme = address.Split(':')[0];
        _addresses[$"{name} {scheme}"] = scheme == "unix" ? address["unix:".Length..] : address;
        if (name == "http")
        {
            _announced.TrySetResult();
        }
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    internal static string BinaryPath()
    {
        var path = System.Environment.GetEnvironmentVariable("GRPCEXP_SIDECAR") is { Length: > 0 } named
            ? named
            : SourceCheckout.Find()!.PathOf("artifacts", "sidecar", "grpcexp-sidecar");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"The sidecar is not published: there is no '{path}'. Run: dotnet publish sidecar -c Release -r linux-x64 -o artifacts/sidecar", path);
    }
}
