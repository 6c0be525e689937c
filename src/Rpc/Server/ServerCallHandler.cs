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

    public Task HandleAsync(HttpContext http)
    {
        if (!RequestCheck.Passes(http))
        {
            settings.Resets.NoteEnd(http);
            return Task.CompletedTask;
        }

        if (settings.Drain.IsDraining)
        {
            RequestCheck.Refuse(http, WireFailures.Draining().Status);
            return Task.CompletedTask;
        }

        var call = new ServerCall(http, Method, settings);
        if (call.HasCallerLeft)
        {
            // Reset before it began: starting the handler would only make the caller's mischief dear.
            settings.Resets.NoteReset(http);
            return Task.CompletedTask;
        }

        return RunAsync(call);
    }

    /// <summary>Calls the handler and completes the call.</summary>
    protected abstract ValueTask InvokeAsync(ServerCall call);

    private async Task RunAsync(ServerCall call)
    {
        try
        {
            call.Begin();
            await InvokeAsync(call).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await call.FailAsync(e).ConfigureAwait(false);
        }
        finally
        {
            call.Dispose();
        }
    }
}
