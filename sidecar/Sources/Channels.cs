using Grpc.Net.Client;

namespace GrpcExp.Sidecar;

/// <summary>Opens channels to control planes; they live as long as the process does.</summary>
internal static class Channels
{
    public static GrpcChannel Open(SourceAddress address, SidecarOptions options, GrpcChannelOptions? channel = null)
    {
        channel ??= new GrpcChannelOptions();
        if (address.IsSecure && options.Tls is { } tls)
        {
            channel.HttpHandler = tls.CreateHandler();
            channel.DisposeHttpClient = true;
        }

        return GrpcChannel.ForAddress(address.HttpAddress, channel);
    }
}
