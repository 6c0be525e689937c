namespace GrpcExp.Rpc.Client;

/// <summary>One request body under way: where it goes, and how many of the call's messages it has taken.</summary>
internal sealed class SentStream(Stream target)
{
    public Stream Target { get; } = target;

    /// <summary>Guarded by the lock of <see cref="RequestStream"/>.</summary>
    public int Sent { get; set; }
}
