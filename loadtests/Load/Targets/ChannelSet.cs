using Grpc.Net.Client;
using GrpcExp.Rpc;

namespace GrpcExp.Load.Targets;

/// <summary>Channels with a connection each.</summary>
internal sealed class ChannelSet(Func<GrpcChannel> open, int count) : IDisposable
{
    public IReadOnlyList<GrpcChannel> Channels { get; } = [.. Enumerable.Range(0, count).Select(_ => open())];

    /// <summary>Channels to a Unix socket.</summary>
    public static ChannelSet ToSocket(string path, int count) => new(
        () => GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(path), DisposeHttpClient = true }),
        count);

    /// <summary>Channels to an address such as http://127.0.0.1:40123.</summary>
    public static ChannelSet ToAddress(string address, int count) => new(() => GrpcChannel.ForAddress(address), count);

    public void Dispose()
    {
        foreach (var channel in Channels)
        {
            channel.Dispose();
        }
    }
}
