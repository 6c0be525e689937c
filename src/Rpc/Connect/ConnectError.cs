using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Connect;

/// <summary>A failed call as Connect tells it: an HTTP status and a JSON object.</summary>
internal sealed class ConnectError(StatusCode code, string message)
{
    // google.rpc.Status.details: repeated Any, field 3.
    private const uint DetailsTag = (3 << 3) | 2;

    // The body is JSON and says so; escaping for HTML would only make it hard to read.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A serialized <c>google.rpc.Status</c>, from <c>grpc-status-details-bin</c>.</summary>
    public byte[]? StatusDetails { get; init; }

    /// <summary>Gives the JSON of details whose types are known; for people, not for programs.</summary>
    public JsonMessages? Messages { get; init; }

    /// <summary>Answers with the HTTP status of the code, or another where the protocol asks for that.</summary>
    public async Task WriteAsync(HttpContext http, int? status = null)
    {
        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            Write(json);
        }

        http.Response.StatusCode = status ?? ConnectCode.Of(code).Http;
        http.Response.ContentType = WireNames.JsonContentType;
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory).ConfigureAwait(false);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("code", ConnectCode.Of(code).Name);
        if (message.Length > 0)
        {
            json.WriteString("message", message);
        }

        if (Details() is { Count: > 0 } details)
        {
            json.WriteStartArray("details");
            foreach (var detail in details)
            {
                json.WriteStartObject();
                json.WriteString("type", detail.TypeUrl[(detail.TypeUrl.LastIndexOf('/') + 1)..]);
                json.WriteString("value", Convert.ToBase64String(detail.Value.Span).TrimEnd('='));
                if (Messages?.Describe(detail) is { } debug)
                {
                    json.WritePropertyName("debug");
                    json.WriteRawValue(debug);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Handlers may put anything under the key; what is no Status has no details to tell.
    private List<Any> Details()
    {
        var details = new List<Any>();
        if (StatusDetails is null)
        {
            return details;
        }

        try
        {
            var input = new CodedInputStream(StatusDetails);
            uint tag;
            while ((tag = input.ReadTag()) != 0)
            {
                if (tag == DetailsTag)
                {
                    details.Add(Any.Parser.ParseFrom(input.ReadBytes()));
                }
                else
                {
                    input.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            details.Clear();
        }

        return details;
    }
}
