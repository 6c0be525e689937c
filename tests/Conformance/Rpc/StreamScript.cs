using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What <see cref="StreamScriptService"/> does in one test. Every function is told how many attempts came before.</summary>
public sealed class StreamScript
{
    public Func<IAsyncStreamReader<StreamingInputCallRequest>, ServerCallContext, int, Task<StreamingInputCallResponse>> Input { get; set; } =
        (_, _, _) => Task.FromResult(new StreamingInputCallResponse());

    public Func<IAsyncStreamReader<StreamingOutputCallRequest>, IServerStreamWriter<StreamingOutputCallResponse>, ServerCallContext, int, Task> Duplex { get; set; } =
        (_, _, _, _) => Task.CompletedTask;

    /// <summary>How many calls have come.</summary>
    public int Attempts => _attempts;

    private int _attempts;

    public int Next() => Interlocked.Increment(ref _attempts) - 1;
}
