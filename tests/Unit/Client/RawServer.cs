using System.Net.Sockets;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

/// <summary>The raw protocol in a few lines of plain protobuf, as a foreign implementation would write it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-raw-");
    private readonly Func<LookupRequest, byte[]?> answer;
    private readonly List<Socket> open = [];
    private readonly Task work;
    private volatile bool closing;

    /// <summary>Answers every request; closes the connection where the answer is null.</summary>
    public RawServer(Func<LookupRequest, LookupResponse?> answer, string? path = null)
        : this(request => answer(request) is { } response ? Framed(response) : null, path)
    {
    }

    /// <summary>Sends whatever bytes the answer is.</summary>
    public RawServer(Func<LookupRequest, byte[]?> answer, string? path = null)
    {
        this.answer = answer;
        Path = path ?? System.IO.Path.Combine(folder.FullName, "raw.sock");
        File.Delete(Path);
        listener.Bind(new UnixDomainSocketEndPoint(Path));
        listener.Listen();
        work = Task.Run(ServeAsync);
    }

    public string Path { get; }

    /// <summary>How many connections there were.</summary>
    public int Connections
    {
        get
        {
            lock (open)
            {
                return open.Count;
            }
        }
    }

    public static byte[] Framed(LookupResponse response)
    {
        using var stream = new MemoryStream();
        response.WriteDelimitedTo(stream);
        return stream.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        closing = true;
        listener.Dispose();
        lock (open)
        {
            open.ForEach(socket => socket.Dispose());
        }

        await work;
        folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                lock (open)
                {
                    open.Add(socket);
                }

                _ = Task.Factory.StartNew(() => Serve(new NetworkStream(socket, ownsSocket: true)), TaskCreationOptions.LongRunning);
            }
        }
        catch (Exception) when (closing)
        {
            // The test is over.
        }
    }

    private void Serve(NetworkStream stream)
    {
        using var _ = stream;
        try
        {
            while (true)
            {
                var response = answer(LookupRequest.Parser.ParseDelimitedFrom(stream));
                if (response is null)
                {
                    return;
                }

                stream.Write(response);
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidProtocolBufferException or ObjectDisposedException)
        {
            // The client went away; the next one may come.
        }
    }
}
