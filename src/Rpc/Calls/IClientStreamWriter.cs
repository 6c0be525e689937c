namespace Grpc.Core;

/// <summary>Writes the requests of a streaming call on the client.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no further message follows. Once only.</summary>
    Task CompleteAsync();
}
