using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>Takes the HTTP requests for one method that speak gRPC, or are translated to it. A class for each call shape follows.</summary>
internal abstract class ServerCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerMethodSettings settings)
    where TRequest : class
    where TResponse : class
{
    protected Method<TRequest, TResponse> Method { get; } = method;

    public Task HandleAsync(HttpContext http)
    {
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

    // A call that ends without a wait costs no state machine.
    private Task RunAsync(ServerCall call)
    {
        ValueTask invocation;
        try
        {
            call.Begin();
            invocation = InvokeAsync(call);
        }
        catch (Exception e)
        {
            return FailAsync(call, e);
        }

        if (!invocation.IsCompletedSuccessfully)
        {
            return WaitAsync(call, invocation);
        }

        invocation.GetAwaiter().GetResult();
        call.Dispose();
        if (Method.Type == MethodType.Unary)
        {
            call.Recycle();
        }

        return Task.CompletedTask;
    }

    private static async Task WaitAsync(ServerCall call, ValueTask invocation)
    {
        try
        {
            await invocation.ConfigureAwait(false);
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

    private static async Task FailAsync(ServerCall call, Exception exception)
    {
        try
        {
            await call.FailAsync(exception).ConfigureAwait(false);
        }
        finally
        {
            call.Dispose();
        }
    }
}
