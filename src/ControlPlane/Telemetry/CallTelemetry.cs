using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrpcExp.ControlPlane.Telemetry;

/// <summary>Makes a span and a duration of each call, the caller's trace going on where it sent one.</summary>
internal sealed class CallTelemetry(TimeProvider time) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => WithResult(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        ObserveAsync(context, () => WithResult(continuation(requestStream, responseStream, context)));

    private static async Task<bool> WithResult(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    private static Activity? Start(ServerCallContext context)
    {
        if (!Signals.Spans.HasListeners())
        {
            return null;
        }

        // The activity of the web server is exported by nobody: as the parent it would be a span that is missing.
        Activity.Current = null;
        var headers = context.RequestHeaders;
        return ActivityContext.TryParse(headers.GetValue("traceparent"), headers.GetValue("tracestate"), isRemote: true, out var parent)
            ? Signals.Spans.StartActivity(context.Method.TrimStart('/'), ActivityKind.Server, parent)
            : Signals.Spans.StartActivity(context.Method.TrimStart('/'), ActivityKind.Server);
    }

    private async Task<T> ObserveAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var began = time.GetTimestamp();
        using var span = Start(context);
        var status = StatusCode.OK;
        try
        {
            var answer = await call().ConfigureAwait(false);
            status = context.Status.StatusCode;
            return answer;
        }
        catch (RpcException exception)
        {
            status = exception.StatusCode;
            throw;
        }
        catch
        {
            status = StatusCode.Unknown;
            throw;
        }
        finally
        {
            var tags = new TagList
            {
                { "rpc.system.name", "grpc" },
                { "rpc.method", context.Method.TrimStart('/') },
                { "rpc.response.status_code", status.ToString() },
            };
            foreach (var (name, value) in tags)
            {
                span?.SetTag(name, value);
            }

            // What the caller did wrong is no failure of the server.
            if (status is StatusCode.Unknown or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.DataLoss)
            {
                span?.SetStatus(ActivityStatusCode.Error);
            }

            Signals.Calls.Record(time.GetElapsedTime(began).TotalSeconds, tags);
        }
    }
}
