using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>The HTTP request of a call.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent =
        "grpcexp-dotnet/" + (typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3) ?? "0");

    public static HttpRequestMessage Build(
        ClientCall call, Uri uri, HttpContent content, int previousAttempts, DateTime deadline, string? host)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = call.Channel.Version,
            VersionPolicy = call.Channel.VersionPolicy,
            Content = content,
        };
        var headers = message.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation(WireNames.AcceptEncoding, call.Channel.Compression.AcceptHeader);
        if (host is not null)
        {
            headers.Host = host;
        }

        if (deadline != DateTime.MaxValue)
        {
            headers.TryAddWithoutValidation(
                WireNames.Timeout, TimeoutCodec.Encode(deadline - call.Channel.Time.GetUtcNow().UtcDateTime));
        }

        if (previousAttempts > 0)
        {
            headers.TryAddWithoutValidation(WireNames.PreviousAttempts, previousAttempts.ToString(CultureInfo.InvariantCulture));
        }

        if (call.Options.Headers is { } metadata)
        {
            Add(headers, metadata);
            if (metadata.GetValue(WireNames.RequestEncoding) is { } encoding && !MessageCompression.IsIdentity(encoding))
            {
                headers.TryAddWithoutValidation(WireNames.Encoding, encoding);
            }
        }

        if (!headers.NonValidated.Contains("user-agent"))
        {
            headers.TryAddWithoutValidation("user-agent", UserAgent);
        }

        return message;
    }

    /// <summary>The content type of gRPC, as text: parsed headers cost more.</summary>
    public static void SetContentType(HttpContent content) =>
        content.Headers.TryAddWithoutValidation("content-type", WireNames.ContentType);

    public static bool NeedCredentials(ClientCall call) =>
        call.Channel.Credentials is not null || call.Options.Credentials is not null;

    public static async Task AddCredentialsAsync(ClientCall call, IMethod method, HttpRequestMessage message)
    {
        var channel = call.Channel;
        if (!channel.IsSecure && !channel.SendCredentialsWithoutTls)
        {
            Log.CredentialsWithheld(channel.Logger, method.FullName);
            return;
        }

        var context = new AuthInterceptorContext(new Uri(channel.Address, "/" + method.ServiceName).ToString(), method.Name, call.Token);
        var metadata = new Metadata();
        foreach (var credentials in new[] { channel.Credentials, call.Options.Credentials })
        {
            if (credentials is InterceptedCredentials intercepted)
            {
                await intercepted.AddToAsync(context, metadata).ConfigureAwait(false);
            }
        }

        Add(message.Headers, metadata);
    }

    private static void Add(HttpRequestHeaders headers, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!WireNames.IsReserved(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, MetadataCodec.Encode(entry));
            }
        }
    }
}
