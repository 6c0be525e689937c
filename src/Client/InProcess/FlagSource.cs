using Grpc.Core;
using Grpc.Net.Client;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Rpc;
using GrpcExp.Sync;

namespace GrpcExp.Client.InProcess;

/// <summary>Somewhere that an in-process client has snapshots from.</summary>
public sealed class FlagSource
{
    /// <summary>A local stream silent for longer is opened anew; the sidecar is heard of every two seconds.</summary>
    private static readonly TimeSpan LocalSilence = TimeSpan.FromSeconds(10);

    private readonly Func<InProcessOptions, TimeProvider, List<IDisposable>, ISnapshotSource> _open;

    private FlagSource(Func<InProcessOptions, TimeProvider, List<IDisposable>, ISnapshotSource> open) => _open = open;

    /// <summary>The sidecar of this machine: however many processes follow it, the control plane sees one.</summary>
    /// <param name="grpcSocketPath">Path of the sidecar's gRPC socket, <c>grpc.sock</c> in its folder.</param>
    public static FlagSource Sidecar(string grpcSocketPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(grpcSocketPath);
        return new FlagSource((options, time, owned) =>
        {
            var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
            {
                HttpHandler = UnixSocketHandler.Create(grpcSocketPath),
                DisposeHttpClient = true,
                MaxReceiveMessageSize = SnapshotCodec.MaxMessageBytes,
            });
            owned.Add(channel);
            return Follow(channel.CreateCallInvoker(), $"unix:{grpcSocketPath}", options, token: null, time, LocalSilence);
        });
    }

    /// <summary>A control plane.</summary>
    /// <param name="address">Its address, <c>https://…</c>, or <c>http://…</c> without TLS.</param>
    /// <param name="token">Bearer token of role sync; null for none.</param>
    public static FlagSource ControlPlane(Uri address, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new FlagSource((options, time, owned) =>
        {
            var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = SnapshotCodec.MaxMessageBytes });
            owned.Add(channel);
            return Follow(channel.CreateCallInvoker(), address.GetLeftPart(UriPartial.Authority), options, token, time, silence: null);
        });
    }

    /// <summary>Any SyncService, on a channel of the caller's; it must take messages of 64 MiB, and the caller keeps it.</summary>
    /// <param name="invoker">A channel's call invoker.</param>
    /// <param name="name">Name for the log and the status.</param>
    /// <param name="token">Bearer token of role sync; null for none.</param>
    public static FlagSource ControlPlane(CallInvoker invoker, string name, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new FlagSource((options, time, _) => Follow(invoker, name, options, token, time, silence: null));
    }

    /// <summary>A snapshot file in protobuf JSON, looked at every second.</summary>
    /// <param name="path">Path of the file.</param>
    public static FlagSource File(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        return new FlagSource((options, time, _) => new FileSnapshotSource(full, options.Environment, time));
    }

    /// <summary>Opens the source; what has to be disposed afterwards is added to <paramref name="owned"/>.</summary>
    internal ISnapshotSource Open(InProcessOptions options, TimeProvider time, List<IDisposable> owned) => _open(options, time, owned);

    private static GrpcSnapshotSource Follow(
        CallInvoker invoker, string name, InProcessOptions options, string? token, TimeProvider time, TimeSpan? silence)
    {
        var follow = new GrpcSourceOptions { Name = name, Environment = options.Environment, Token = token, SidecarId = options.ClientId };
        return new GrpcSnapshotSource(
            new SyncService.SyncServiceClient(invoker), silence is { } longest ? follow with { LongestSilence = longest } : follow, time);
    }
}
