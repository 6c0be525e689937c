using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>The real executable of the control plane, started beside the tests.</summary>
public sealed class ControlPlaneProcess : IAsyncDisposable
{
    /// <summary>The admin token of every server of these tests.</summary>
    public const string AdminToken = "test-admin-token-0123456789";

    private const string WebAnnouncement = "grpcexp control plane web on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrpcChannel? _channel;

    private ControlPlaneProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public string Address => _address.Task.Result;

    /// <summary>Where it serves browsers and probes; only with --http-port.</summary>
    public string WebAddress => _output.First(line => line.StartsWith(WebAnnouncement, StringComparison.Ordinal))[WebAnnouncement.Length..];

    /// <summary>What it printed.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>What it logged.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public int Id => _process.Id;

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<ControlPlaneProcess> StartAsync(
        IEnumerable<string> arguments, string? adminToken = AdminToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        var server = Launch(arguments, adminToken, environment);
        var exit = server._process.WaitForExitAsync();
        if (await Task.WhenAny(server._address.Task, exit, Task.Delay(StartLimit)) != server._address.Task)
        {
            var state = exit.IsCompleted ? string.Create(CultureInfo.InvariantCulture, $"ended with {server._process.ExitCode}") : "did not listen in time";
            var log = string.Join('\n', server._errors);
            await server.DisposeAsync();
            throw new InvalidOperationException($"The control plane {state}:\n{log}");
        }

        return server;
    }

    /// <summary>Starts one that is expected to end by itself; its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Errors)> RunToEndAsync(IEnumerable<string> arguments, string? adminToken = AdminToken)
    {
        await using var server = Launch(arguments, adminToken, environment: null);
        using var limit = new CancellationTokenSource(StartLimit);
        await server._process.WaitForExitAsync(limit.Token);
        return (server._process.ExitCode, string.Join('\n', server._errors));
    }

    /// <summary>Calls that carry a token; null for none.</summary>
    public CallInvoker As(string? token) => WithAuthorization(token is null ? null : $"Bearer {token}");

    /// <summary>Calls that carry these words as their authorization; null for none.</summary>
    public CallInvoker WithAuthorization(string? words)
    {
        _channel ??= GrpcChannel.ForAddress(Address, new GrpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
        var limited = _channel.Intercept(new CallLimit());
        return words is null
            ? limited
            : limited.Intercept(metadata =>
            {
                metadata.Add("authorization", words);
                return metadata;
            });
    }

    public CallInvoker AsAdmin() => As(AdminToken);

    /// <summary>Makes a token for somebody and gives calls that carry it.</summary>
    public async Task<CallInvoker> AsAsync(string owner, params Role[] roles)
    {
        var made = await new AccessService.AccessServiceClient(AsAdmin()).CreateTokenAsync(new CreateTokenRequest { Owner = owner, Roles = { roles } });
        return As(made.Token);
    }

    /// <summary>Asks it to stop and waits; its exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ControlPlaneProcess Launch(IEnumerable<string> arguments, string? adminToken, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GrpcExp.ControlPlane.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (!arguments.Contains("--jobs"))
        {
            // What a test sees must not depend on the hour.
            start.ArgumentList.Add("--jobs");
            start.ArgumentList.Add("off");
        }

        start.Environment.Remove("GRPCEXP_ADMIN_TOKEN");
        if (adminToken is not null)
        {
            start.Environment["GRPCEXP_ADMIN_TOKEN"] = adminToken;
        }

        foreach (var (variable, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[variable] = value;
        }

        var server = new ControlPlaneProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Heard(line.Data);
        server._process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                server._errors.Enqueue(line.Data);
            }
        };
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private void Heard(string? line)
    {
        const string Announcement = "grpcexp control plane listening on ";
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.StartsWith(Announcement, StringComparison.Ordinal))
        {
            _address.TrySetResult(line[Announcement.Length..]);
        }
    }
}
