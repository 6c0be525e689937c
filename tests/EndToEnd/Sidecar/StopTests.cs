using System.Diagnostics;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>What clients at the sockets see when the sidecar stops, runs out of descriptors, or does not want them.</summary>
public sealed class StopTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Asked_to_stop_it_ends_streams_with_a_status_and_leaves_no_socket_even_when_a_client_does_not_read()
    {
        await using var sidecar = await StartAsync();
        using var deaf = Connect(sidecar);
        var flood = Task.Run(() => Flood(deaf), TestContext.Current.CancellationToken);
        using var channel = sidecar.OpenChannel();
        using var watch = new EvaluationService.EvaluationServiceClient(channel).Watch(new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(0, await sidecar.StopAsync());
        var end = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        Assert.False(File.Exists(sidecar.RawSocket));
        Assert.False(File.Exists(sidecar.GrpcSocket));
        await flood;
    }

    [Fact]
    public async Task The_sockets_of_a_crashed_predecessor_are_replaced()
    {
        await using (var first = await StartAsync())
        {
            await first.KillAsync();
            Assert.True(File.Exists(first.RawSocket));
        }

        await using var second = await StartAsync();
        await second.UntilAsync(answer => answer.Revision == 1);
        Assert.Equal("on", Ask(second).Evaluations[0].Variant);
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task Out_of_descriptors_it_says_so_and_accepts_again_when_there_are_some()
    {
        await using var sidecar = await StartAsync();
        using (var limit = Process.Start("prlimit", ["--pid", $"{sidecar.Id}", "--nofile=1:"]))
        {
            await limit.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var crowd = Enumerable.Range(0, 50).Select(_ => Connect(sidecar)).ToList();
        await Until(() => sidecar.Log.Contains("could not be accepted", StringComparison.Ordinal));
        crowd.ForEach(socket => socket.Dispose());
        using (var limit = Process.Start("prlimit", ["--pid", $"{sidecar.Id}", "--nofile=1024:"]))
        {
            await limit.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("on", Ask(sidecar).Evaluations[0].Variant);
        await sidecar.UntilAsync(answer => answer.Variant == "on");
    }

    [Fact]
    [Trait("Promise", "P8")]
    public async Task Users_who_are_not_allowed_are_closed_on_at_both_sockets_logged_and_counted()
    {
        await using var sidecar = await StartAsync("--allow-uid", "4242");
        using var raw = Connect(sidecar);
        Assert.Equal(0, await raw.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        using var channel = sidecar.OpenChannel();
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await client.EvaluateAsync(new EvaluateRequest { FlagKey = "flag" }, deadline: DateTime.MaxValue, cancellationToken: TestContext.Current.CancellationToken));
        Assert.NotEqual(StatusCode.OK, refusal.StatusCode);
        Assert.Contains("whom --allow-uid does not name", sidecar.Log);
        Assert.DoesNotContain("grpcexp_sidecar_peers_refused_total 0", await sidecar.GetAsync("metrics"));

        var whoami = new ProcessStartInfo("id", ["-u"]) { RedirectStandardOutput = true };
        using var id = Process.Start(whoami)!;
        var own = (await id.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
        using var elsewhere = new ScratchFolder();
        await using var open = await StartAsync(elsewhere, "--allow-uid", $"4242,{own}");
        await open.UntilAsync(answer => answer.Revision == 1);
        Assert.Equal("on", Ask(open).Evaluations[0].Variant);
    }

    private Task<SidecarProcess> StartAsync(params string[] more) => StartAsync(_folder, more);

    private static async Task<SidecarProcess> StartAsync(ScratchFolder folder, params string[] more)
    {
        await folder.WriteAsync("flags.json", Snapshots.At(1, enabled: true).ToString());
        var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"], more: more);

        // Over HTTP: the sockets may be closed to us.
        await ControlPlane.Eventually.HoldsAsync(sidecar.IsReadyAsync, "the sidecar is ready");
        return sidecar;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static LookupResponse Ask(SidecarProcess sidecar)
    {
        using var socket = Connect(sidecar);
        using var stream = new NetworkStream(socket);
        Lookup().WriteDelimitedTo(stream);
        return LookupResponse.Parser.ParseDelimitedFrom(stream);
    }

    // Asks without reading until the socket is closed.
    private static void Flood(Socket socket)
    {
        var bytes = new MemoryStream();
        Lookup().WriteDelimitedTo(bytes);
        try
        {
            while (true)
            {
                socket.Send(bytes.ToArray());
            }
        }
        catch (SocketException)
        {
            // Closed.
        }
    }

    private static LookupRequest Lookup() =>
        new() { RequestId = 1, Evaluations = { new EvaluateRequest { FlagKey = "flag", Context = new EvaluationContext { UnitId = "u" } } } };

    private static Socket Connect(SidecarProcess sidecar)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(sidecar.RawSocket));
        return socket;
    }
}
