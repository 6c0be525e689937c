using GrpcExp.Conformance.Rpc;

namespace GrpcExp.Conformance.Matrix;

/// <summary>The natively compiled programs against each other and against foreign peers.</summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class NativeTests(ForeignPeers peers, NativePrograms programs) : IClassFixture<NativePrograms>
{
    [Theory, EveryCase]
    public async Task The_native_client_passes_with_the_native_server(string name, Transport transport)
    {
        var run = await NativePrograms.RunClientAsync([.. ProgramRun.FlagsOf(programs.ServerOver(transport)), "--test_case", name]);
        Assert.Equal((0, $"{name}: passed\n", ""), (run.ExitCode, run.Output, run.Errors));
        programs.AssertQuiet();
    }

    [Theory, EveryForeignCase(Transport.Tcp)]
    public async Task The_native_client_passes_with_a_foreign_server(Peer peer, string name, Transport transport)
    {
        var server = await peers.ServerAsync(peer, transport);
        var run = await NativePrograms.RunClientAsync([.. ProgramRun.FlagsOf(server), "--test_case", name]);
        if (ForeignLimits.Of(peer, PeerRole.Server, name) is { } limit)
        {
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(limit.Failure, Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal((0, $"{name}: passed\n", ""), (run.ExitCode, run.Output, run.Errors));
        }
    }

    [Theory]
    [InlineData(Peer.JavaScript, Transport.Tcp)]
    [InlineData(Peer.JavaScript, Transport.Tls)]
    [InlineData(Peer.Python, Transport.UnixSocket)]
    [InlineData(Peer.Python, Transport.Tls)]
    public async Task A_foreign_client_passes_every_case_with_the_native_server(Peer peer, Transport transport)
    {
        var run = await peers.RunClientAsync(peer, programs.ServerOver(transport), "all");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(Interop.Cases.InteropCases.All.Select(c => c.Name).Order(), run.Results().Keys.Order());
        programs.AssertQuiet();
    }
}
