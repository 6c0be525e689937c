using System.Net;
using System.Net.Http.Headers;
using GrpcExp.Rpc;

namespace GrpcExp.Conformance.Rpc;

/// <summary>A client that sends the bytes and headers it is told to.</summary>
internal sealed class RawPeer(InteropServer server) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(UnixSocketHandler.Create(server.SocketPath));

    public void Dispose() => _http.Dispose();

    public async Task<RawAnswer> PostAsync(
        string path, byte[] body, CancellationToken cancellationToken, string contentType = "application/grpc", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost" + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new RawAnswer(response.StatusCode, Flat(response.Headers), bytes, Flat(response.TrailingHeaders));
    }

    private static Dictionary<string, string> Flat(HttpHeaders headers) =>
        headers.NonValidated.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
}
