using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Echo;

/// <summary>
/// The floor: Kestrel alone, without routing, services or a protocol. It takes the request's bytes and writes the bytes
/// that a gRPC server would write.
/// </summary>
internal static class BareEndpoint
{
    private static readonly byte[] Answer = [0, 0, 0, 0, 16, 10, 14, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

    public static async Task HandleAsync(HttpContext http)
    {
        var body = http.Request.BodyReader;
        ReadResult read;
        do
        {
            read = await body.ReadAsync();
            body.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);

        http.Response.ContentType = "application/grpc";
        var writer = http.Response.BodyWriter;
        Answer.CopyTo(writer.GetSpan(Answer.Length));
        writer.Advance(Answer.Length);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
