namespace Grpc.Core;

/// <summary>Writes the responses of a streaming call on the server.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
