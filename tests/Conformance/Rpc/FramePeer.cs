using System.Net.Sockets;
using Grpc.Net.Client;
using GrpcExp.Conformance.Http2;
using GrpcExp.Rpc;

namespace GrpcExp.Conformance.Rpc;

/// <summary>A server that speaks HTTP/2 frame by frame (RFC 9113): it answers every request as the test says.</summary>
internal sealed class FramePeer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpcexp-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<FrameConnection, int, int, Task> _answer;
    private readonly bool _answersPings;
    private readonly Task _serving;
    private int _requests;

    /// <param name="answer">Gets the connection, the stream and how many requests came before.</param>
    /// <param name="answersPings">Whether keep-alive pings are answered.</param>
    public FramePeer(Func<FrameConnection, int, int, Task> answer, bool answersPings = true)
    {
        _answer = answer;
        _answersPings = answersPings;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, "s")));
        _listener.Listen();
        _serving = AcceptAsync();
    }

    public int Requests => _requests;

    /// <summary>Error codes of the RST_STREAM frames that the client sent.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<uint> Resets { get; } = [];

    public GrpcChannel Connect(GrpcChannelOptions? options = null, Action<SocketsHttpHandler>? configure = null)
    {
        var handler = UnixSocketHandler.Create(Path.Combine(_folder.FullName, "s"));
        configure?.Invoke(handler);
        options ??= new GrpcChannelOptions();
        options.HttpHandler = handler;
        options.DisposeHttpClient = true;
        return GrpcChannel.ForAddress("http://localhost", options);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    internal Task AnswerAsync(FrameConnection connection, int stream) =>
        _answer(connection, stream, Interlocked.Increment(ref _requests) - 1);

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var connection = new RawHttp2Connection(new NetworkStream(await _listener.AcceptAsync(_stop.Token), ownsSocket: true))
                {
                    AnswersPings = _answersPings,
                };
                connections.Add(new FrameConnection(this, connection).ServeAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }
}
