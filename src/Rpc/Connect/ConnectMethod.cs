using Grpc.Core;
using GrpcExp.Rpc.Server;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Connect;

/// <summary>Takes the Connect requests for one method. JSON is prepared when the first call needs it.</summary>
internal sealed class ConnectMethod(IMethod method, ServerMethodSettings settings, RequestDelegate binary, Func<ConnectJson?> makeJson)
{
    private readonly Lazy<ConnectJson?> _json = new(makeJson);

    /// <summary>Whether the request speaks Connect and the method is served over it. Only methods without side effects are routed a GET.</summary>
    public bool Takes(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || ConnectContent.IsConnect(http.Request.ContentType))
        && http.GetEndpoint()?.Metadata.GetMetadata<DisableConnectAttribute>() is null;

    public async Task HandleAsync(HttpContext http)
    {
        var request = http.Request;
        var isGet = HttpMethods.IsGet(request.Method);
        var contentType = isGet ? "application/" + request.Query["encoding"] : request.ContentType!;
        if (method.Type != MethodType.Unary || ConnectContent.IsStream(contentType))
        {
            await RefuseAsync(http, method.Type == MethodType.Unary
                ? $"'{method.FullName}' is a unary method: call it with application/json or application/proto, not with '{contentType}'."
                : $"'{method.FullName}' is a {method.Type} method, and only unary methods are served over Connect: call it over gRPC or gRPC-Web.")
                .ConfigureAwait(false);
            return;
        }

        if (ConnectContent.CodecOf(contentType) is not { } codec)
        {
            await RefuseAsync(http, $"The encoding of the message is '{request.Query["encoding"]}'; use json or proto.").ConfigureAwait(false);
            return;
        }

        if (codec == ConnectCodec.Json && _json.Value is null)
        {
            await RefuseAsync(http, $"The messages of '{method.FullName}' are not of protobuf and have no JSON form: use application/proto.")
                .ConfigureAwait(false);
            return;
        }

        try
        {
            var call = isGet ? ConnectRequest.FromQuery(request) : ConnectRequest.FromPost(request);
            await ConnectCall.ServeAsync(
                http, call, settings.MaxReceiveMessageSize, codec, _json.Value?.Messages, codec == ConnectCodec.Json ? _json.Value!.Handle : binary)
                .ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            // Only what comes before the call; what the call itself throws has become its status.
            Log.Malformed(settings.Logger, method.FullName, e.Status.Detail);
            await new ConnectError(e.StatusCode, e.Status.Detail).WriteAsync(http).ConfigureAwait(false);
        }
    }

    private Task RefuseAsync(HttpContext http, string why)
    {
        Log.Refused(settings.Logger, method.FullName, why);
        return new ConnectError(StatusCode.Unimplemented, why).WriteAsync(http, StatusCodes.Status415UnsupportedMediaType);
    }
}
