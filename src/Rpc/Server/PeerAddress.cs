using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>The address of a caller in gRPC's naming syntax: <c>ipv4:1.2.3.4:80</c>, <c>ipv6:[::1]:80</c> or <c>unix:</c>.</summary>
internal static class PeerAddress
{
    public static string Of(ConnectionInfo connection)
    {
        var address = connection.RemoteIpAddress;
        return address is null ? "unix:"
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"ipv6:[{address}]:{connection.RemotePort}"
            : $"ipv4:{address}:{connection.RemotePort}";
    }
}
