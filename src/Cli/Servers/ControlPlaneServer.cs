using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Cli.Checkout;

namespace GrpcExp.Cli.Servers;

/// <summary>A control plane as a process of ours, on a free loopback port.</summary>
internal sealed class ControlPlaneServer : IAsyncDisposable
{
    private const string ListeningMark = "grpcexp control plane listening on ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ChildProcess _process;
    private readonly GrpcChannel _channel;

    private ControlPlaneServer(ChildProcess process, string address, string adminToken)
    {
        _process = process;
        Address = address;
        AdminToken = adminToken;
        _channel = GrpcChannel.ForAddress(address);
        Invoker = _channel.CreateCallInvoker();
    }

    /// <summary>Where it listens, for example http://127.0.0.1:40123.</summary>
    public string Address { get; }

    /// <summary>Token that may do everything.</summary>
    public string AdminToken { get; }

    /// <summary>For the generated clients.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>Starts it with these arguments and waits until it listens. It runs no jobs by itself: what a command does must not depend on the hour.</summary>
    public static async Task<ControlPlaneServer> StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var file = await PartPublisher.EnsureAsync(ProgramPart.ControlPlane, cancellationToken);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var process = ChildProcess.Start("control plane", file, [.. arguments, "--port", "0", "--jobs", "off"], new Dictionary<string, string> { ["GRPCEXP_ADMIN_TOKEN"] = token });
        try
        {
            var address = await process.WaitForAsync(
                line => line.StartsWith(ListeningMark, StringComparison.Ordinal) ? line[ListeningMark.Length..].Trim() : null, Patience, cancellationToken);
            return new ControlPlaneServer(process, address, token);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when the server does.</summary>
    public Task ExitAsync(CancellationToken cancellationToken) => _process.ExitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _process.DisposeAsync();
    }
}
