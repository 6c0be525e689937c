using Grpc.Net.Client;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar;

/// <summary>Makes the sources that the user named.</summary>
internal static class SnapshotSources
{
    public static ISnapshotSource Create(SourceAddress address, SidecarOptions options, TimeProvider time) => address.Kind switch
    {
        SourceKind.File => new FileSnapshotSource(address.Target, options.Environment, time, YamlReader.ToJson),
        SourceKind.Redis => new RedisSnapshotSource(address, options.Environment, time),
        _ => CreateGrpc(address, options, time),
    };

    private static GrpcSnapshotSource CreateGrpc(SourceAddress address, SidecarOptions options, TimeProvider time)
    {
        var channel = Channels.Open(address, options, new GrpcChannelOptions { MaxReceiveMessageSize = SnapshotCodec.MaxMessageBytes });
        return new GrpcSnapshotSource(
            new SyncService.SyncServiceClient(channel),
            new GrpcSourceOptions
            {
                Name = address.Name,
                Environment = options.Environment,
                Token = options.Token,
                SidecarId = options.SidecarId,
            },
            time);
    }
}
