using System.Runtime.ExceptionServices;

namespace GrpcExp.Rpc.Client;

/// <summary>One request body under way: where it goes, and how many of the call's messages it has taken.</summary>
internal sealed class SentStream(Stream target)
{
    public Stream Target { get; } = target;

    /// <summary>Done when what had been kept is out, or has failed.</summary>
    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Guarded by the lock of <see cref="RequestStream"/>.</summary>
    public int Sent { get; set; }

    /// <summary>Why it never became ready for further messages. Set before it is offered.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }
}
