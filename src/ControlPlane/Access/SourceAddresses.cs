using System.Net;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Takes the address of a machine out of gRPC's name of a peer.</summary>
internal static class SourceAddresses
{
    /// <summary>
    /// <c>192.0.2.7</c> of <c>ipv4:192.0.2.7:51234</c>, <c>2001:db8::1</c> of <c>ipv6:[2001:db8::1]:51234</c>, and
    /// <c>unix</c> of a socket file. The port is left out: it tells nothing once the connection is gone.
    /// </summary>
    public static string Of(string peer)
    {
        var parts = peer.Split(':', 2);
        if (parts.Length == 2 && IPEndPoint.TryParse(parts[1], out var endpoint))
        {
            var address = endpoint.Address;
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }

        return parts[0];
    }
}
