using GrpcExp.ControlPlane.Access;

namespace GrpcExp.Unit.ControlPlane.Access;

public sealed class SourceAddressesTests
{
    [Theory]
    [InlineData("ipv4:192.0.2.7:51234", "192.0.2.7")]
    [InlineData("ipv6:[2001:db8::1]:51234", "2001:db8::1")]
    [InlineData("ipv6:[::ffff:192.0.2.7]:51234", "192.0.2.7")]
    [InlineData("unix:", "unix")]
    [InlineData("unix:/run/grpcexp.sock", "unix")]
    [InlineData("", "")]
    public void The_address_of_a_peer_is_without_its_port(string peer, string address) => Assert.Equal(address, SourceAddresses.Of(peer));
}
