using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using GrpcExp.Rpc;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Calls made before there is a server: gRPC's "Wait for Ready Semantics".</summary>
public sealed class WaitForReadyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcexp-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_folder.FullName, "s");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_call_that_waits_is_made_once_the_server_is_there()
    {
        var time = new HeldTime();
        using var channel = Connect(time);
        var client = new TestService.TestServiceClient(channel);
        var call = client.EmptyCallAsync(new Empty(), Waiting());
        using var stream = client.StreamingInputCall(Waiting());
        var write = stream.RequestStream.WriteAsync(new StreamingInputCallRequest(), Cancel);
        await time.Waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.False(call.ResponseAsync.IsCompleted);
        await using var server = await InteropServer.StartAsync();
        File.CreateSymbolicLink(Socket, server.SocketPath);
        while (!(call.ResponseAsync.IsCompleted && write.IsCompleted))
        {
            time.Release();
            await Task.Yield();
        }

        await call;
        await write;
        await stream.RequestStream.CompleteAsync();
        await stream;
        // ±20 % of a second: the calls wait together, and never more than the first wait.
        Assert.All(time.Waits, w => Assert.InRange(w, TimeSpan.Zero, TimeSpan.FromSeconds(1.2)));
    }

    [Fact]
    public async Task A_call_that_waits_in_vain_ends_at_its_deadline()
    {
        using var channel = Connect(TimeProvider.System);
        var e = await Assert.ThrowsAsync<RpcException>(() => new TestService.TestServiceClient(channel)
            .EmptyCallAsync(new Empty(), Waiting().WithDeadline(DateTime.UtcNow.AddMilliseconds(200))).ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [Fact]
    public async Task A_call_that_does_not_wait_fails_at_once()
    {
        var time = new HeldTime();
        using var channel = Connect(time);
        var e = await Assert.ThrowsAsync<RpcException>(() => new TestService.TestServiceClient(channel)
            .EmptyCallAsync(new Empty(), new CallOptions(cancellationToken: Cancel)).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Empty(time.Waits);
    }

    [Fact]
    public async Task A_call_whose_connection_is_lost_does_not_wait()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Socket));
        listener.Listen();
        var serving = CloseAllAsync(listener);
        var time = new HeldTime();
        using var channel = Connect(time);
        var e = await Assert.ThrowsAsync<RpcException>(() => new TestService.TestServiceClient(channel)
            .EmptyCallAsync(new Empty(), Waiting()).ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Empty(time.Waits);
        listener.Dispose();
        await serving;
    }

    // Reads what opens an HTTP/2 connection and the request, and hangs up.
    private static async Task CloseAllAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync(Cancel);
                await connection.SendAsync((byte[])[0, 0, 0, 4, 0, 0, 0, 0, 0]);
                for (var read = 0; read < 24 + 9 + 100;)
                {
                    read += await connection.ReceiveAsync(new byte[1000]);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static CallOptions Waiting() => new CallOptions(cancellationToken: Cancel).WithWaitForReady();

    private GrpcChannel Connect(TimeProvider time) => GrpcChannel.ForAddress(
        "http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(Socket), DisposeHttpClient = true, Time = time });
}
