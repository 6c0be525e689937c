using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>Takes the HTTP requests for one method. A class for each call shape follows.</summary>
internal abstract class ServerCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerMethodSettings settings)
    where TRequest : class
    where TResponse : class
{
    protected Method<TRequest, TResponse> Method { get; } = method;

    public async Task HandleAsync(HttpContext http)
    {
        if (!RequestCheck.Passes(http))
        {
            settings.Resets?.NoteEnd(http);
            return;
        }

        using var call = new ServerCall(http, Method, settings);
        if (call.CancellationToken.IsCancellationRequested)
        {
            // Reset before it began: starting the handler would only make the caller's mischief dear.
            settings.Resets?.NoteReset(http);
            return;
        }

        try
        {
            call.Begin();
            await InvokeAsync(call).ConfigureAwait(false);
            call.Complete();
        }
        catch (Exception e)
        {
            call.Fail(e);
        }
    }

    protected abstract Task InvokeAsync(ServerCall call);

    // A handler that set a bad status has no response to give.
    protected async ValueTask RespondAsync(ServerCall call, TResponse? response)
    {
        if (call.Status.StatusCode != StatusCode.OK || call.CancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The handler returned no response."));
        }

        await call.WriteAsync(Method.ResponseMarshaller, response, null, flush: false, CancellationToken.None).ConfigureAwait(false);
    }
}
