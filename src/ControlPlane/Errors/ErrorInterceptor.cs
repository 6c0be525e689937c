using System.Data.Common;
using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcExp.Storage.Errors;
using GrpcExp.Warehouse;

namespace GrpcExp.ControlPlane.Errors;

/// <summary>Turns errors of every area into statuses by <see cref="ErrorTable"/>; what nobody foresaw becomes INTERNAL with an id that the log has too.</summary>
internal sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    private static readonly Dictionary<string, string> NoFacts = [];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case ControlException refusal:
                return ErrorTable.ToRpc(refusal);
            case StorageException refusal:
                if (refusal.Error == StorageError.Unavailable)
                {
                    Log.StorageUnavailable(logger, context.Method, refusal.InnerException?.Message ?? refusal.Message);
                }

                return ErrorTable.ToRpc(refusal);
            case WarehouseException refusal:
                Log.WarehouseRefused(logger, context.Method, refusal.Message);
                return ErrorTable.ToRpc(new ControlException(ControlError.Unavailable, refusal.Message));
            case DbException refusal:
                // Only the warehouse lets these through: its connection broke or its lock did not come free in time.
                Log.WarehouseRefused(logger, context.Method, refusal.Message);
                return ErrorTable.ToRpc(new ControlException(ControlError.Unavailable, "The warehouse did not do its part; send the same again."));
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return ErrorTable.ToRpc(
                    context.Deadline < DateTime.UtcNow ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, "The call ended before its answer.", NoFacts);
            default:
                var incident = Guid.NewGuid().ToString("N")[..12];
                Log.Unforeseen(logger, exception, context.Method, incident);
                return ErrorTable.ToRpc(
                    StatusCode.Internal,
                    $"Something went wrong on the server; its log has it as incident {incident}.",
                    new Dictionary<string, string> { ["incident"] = incident });
        }
    }
}
