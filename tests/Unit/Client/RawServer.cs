using System.Net.Sockets;
using Google.Protobuf;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Client;

/// <summary>The raw protocol in a few lines of plain protobuf, as a foreign implementation would write it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("grpcexp-raw-");
    private readonly Func<LookupRequest, LookupResponse?> answer;
    private readonly Task work;
    private volatile bool closing;

    /// <summary>Answers every request; closes the connection where the answer is null.</summary>
    public RawServer(Func<LookupRequest, LookupResponse?> answer)
    {
        this.answer = answer;
        Path = System.IO.Path.Combine(folder.FullName, "raw.sock");
        listener.Bind(new UnixDomainSocketEndPoint(Path));
        listener.Listen();
        work = Task.Run(ServeAsync);
    }

    public string Path { get; }

    public async ValueTask DisposeAsync()
    {
        closing = true;
        listener.Dispose();
        await work;
        folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var stream = new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
                Serve(stream);
            }
        }
        catch (Exception) when (closing)
        {
            // The test is over.
        }
    }

    private void Serve(Stream stream)
    {
        try
        {
            while (true)
            {
                var response = answer(LookupRequest.Parser.ParseDelimitedFrom(stream));
                if (response is null)
                {
                    return;
                }

                response.WriteDelimitedTo(stream);
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidProtocolBufferException)
        {
            // The client went away; the next one may come.
        }
    }
}
