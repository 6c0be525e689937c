using GrpcExp.Conformance.Logs;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Cases;
using GrpcExp.Interop.Compression;
using GrpcExp.Interop.Connection;

namespace GrpcExp.Conformance.Matrix;

/// <summary>Our client and foreign servers.</summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class ForeignServerTests(ForeignPeers peers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EveryForeignCase(Transport.Tcp, Transport.UnixSocket, Transport.Tls)]
    public async Task Our_client_passes_with_a_foreign_server(Peer peer, string name, Transport transport)
    {
        var server = await peers.ServerAsync(peer, transport);
        var errors = new ErrorLog();
        var gzip = new CountingGzip();
        using (var channel = InteropChannel.Open(server, gzip, errors.Factory))
        {
            var target = new InteropTarget(channel.CreateCallInvoker(), gzip);
            var interopCase = InteropCases.Find(name)!;
            if (ForeignLimits.Of(peer, PeerRole.Server, name) is { } limit)
            {
                var e = await Assert.ThrowsAsync<InteropFailure>(() => interopCase.RunAsync(target, Cancel));
                Assert.Contains(limit.Failure, e.Message, StringComparison.Ordinal);
                await (interopCase.WithoutProbeAsync?.Invoke(target, Cancel) ?? Task.CompletedTask);
            }
            else
            {
                await interopCase.RunAsync(target, Cancel);
            }
        }

        errors.Verify();
    }
}
