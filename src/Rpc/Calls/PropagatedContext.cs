namespace Grpc.Core;

/// <summary>The one kind of <see cref="ContextPropagationToken"/>: a deadline and a cancellation.</summary>
internal sealed class PropagatedContext(DateTime deadline, CancellationToken cancellationToken) : ContextPropagationToken
{
    public DateTime Deadline { get; } = deadline;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}
