namespace GrpcExp.Sidecar;

/// <summary>Says where the sidecar listens, one line an address, for people and for scripts that asked for free ports.</summary>
internal static class Announcement
{
    /// <summary>Lines such as <c>grpc http://127.0.0.1:50051</c>; the server lists its addresses in the order they were bound.</summary>
    public static IEnumerable<string> Lines(SidecarOptions options, ICollection<string> addresses)
    {
        if (options.GrpcSocket is not null)
        {
            yield return $"grpc unix:{options.GrpcSocket}";
            yield return $"raw unix:{options.RawSocket}";
        }

        var ports = new Queue<string>(addresses.Where(address => !address.Contains("unix:", StringComparison.Ordinal)));
        if (options.Port is not null)
        {
            yield return $"grpc {ports.Dequeue()}";
        }

        if (options.HttpPort is not null)
        {
            yield return $"http {ports.Dequeue()}";
        }
    }
}
