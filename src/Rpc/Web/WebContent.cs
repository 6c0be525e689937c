using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Web;

/// <summary>The form of a gRPC-Web request, and the form and content type of its response.</summary>
internal readonly record struct WebContent(bool TextRequest, bool TextResponse, string ResponseType)
{
    private const string Proto = "+proto";

    /// <summary>False when the request is not gRPC-Web.</summary>
    public static bool TryParse(HttpRequest request, out WebContent content)
    {
        content = default;
        if (!TryParse(request.ContentType, out var textRequest, out var suffix))
        {
            return false;
        }

        // The client chooses the form of the response with Accept; one that does not say gets the form it sent.
        var textResponse = textRequest;
        foreach (var accepted in request.Headers.Accept)
        {
            if (TryParse(accepted, out var text, out _))
            {
                textResponse = text;
                break;
            }
        }

        var type = textResponse ? WireNames.WebTextContentType : WireNames.WebContentType;
        content = new WebContent(textRequest, textResponse, type + suffix);
        return true;
    }

    // Only messages of protobuf are known: another suffix is another protocol.
    private static bool TryParse(string? contentType, out bool isText, out string suffix)
    {
        isText = false;
        suffix = "";
        if (contentType is null || !contentType.StartsWith(WireNames.WebContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        isText = contentType.StartsWith(WireNames.WebTextContentType, StringComparison.OrdinalIgnoreCase);
        var rest = contentType.AsSpan(isText ? WireNames.WebTextContentType.Length : WireNames.WebContentType.Length);
        if (rest.StartsWith(Proto, StringComparison.OrdinalIgnoreCase))
        {
            suffix = Proto;
            rest = rest[Proto.Length..];
        }

        rest = rest.TrimStart();
        return rest.IsEmpty || rest[0] is ';' or ',';
    }
}
