using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ServerStreamWriter<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken) =>
        call.WriteAsync(marshaller, message, WriteOptions, cancellationToken).AsTask();
}
