namespace Grpc.Core;

/// <summary>What a caller says about one call beside the request. Every <c>With…</c> returns a changed copy.</summary>
public readonly struct CallOptions
{
    /// <summary>Options; each default is "not given".</summary>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    private CallOptions(in CallOptions other, bool waitForReady)
        : this(other.Headers, other.Deadline, other.CancellationToken, other.WriteOptions, other.PropagationToken, other.Credentials)
    {
        IsWaitForReady = waitForReady;
    }

    /// <summary>Headers to send, or null.</summary>
    public Metadata? Headers { get; }

    /// <summary>The moment (UTC) after which the call ends with DeadlineExceeded; null or MaxValue means never.</summary>
    public DateTime? Deadline { get; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Options of the messages written, or null.</summary>
    public WriteOptions? WriteOptions { get; }

    /// <summary>The server call this call is made for; its deadline and cancellation hold here too.</summary>
    public ContextPropagationToken? PropagationToken { get; }

    /// <summary>Credentials of this call, or null.</summary>
    public CallCredentials? Credentials { get; }

    /// <summary>
    /// Whether the call waits, to its deadline, for a connection that cannot be made, instead of failing with Unavailable;
    /// default false. A connection that is lost later fails the call either way.
    /// </summary>
    public bool IsWaitForReady { get; }

    /// <summary>With other headers.</summary>
    public CallOptions WithHeaders(Metadata headers) =>
        new(new CallOptions(headers, Deadline, CancellationToken, WriteOptions, PropagationToken, Credentials), IsWaitForReady);

    /// <summary>With another deadline (UTC).</summary>
    public CallOptions WithDeadline(DateTime deadline) =>
        new(new CallOptions(Headers, deadline, CancellationToken, WriteOptions, PropagationToken, Credentials), IsWaitForReady);

    /// <summary>With another cancellation token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        new(new CallOptions(Headers, Deadline, cancellationToken, WriteOptions, PropagationToken, Credentials), IsWaitForReady);

    /// <summary>With other write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) =>
        new(new CallOptions(Headers, Deadline, CancellationToken, writeOptions, PropagationToken, Credentials), IsWaitForReady);

    /// <summary>With the deadline and cancellation of a server call.</summary>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        new(new CallOptions(Headers, Deadline, CancellationToken, WriteOptions, propagationToken, Credentials), IsWaitForReady);

    /// <summary>With other credentials.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) =>
        new(new CallOptions(Headers, Deadline, CancellationToken, WriteOptions, PropagationToken, credentials), IsWaitForReady);

    /// <summary>Waiting for a connection or not.</summary>
    public CallOptions WithWaitForReady(bool waitForReady = true) => new(this, waitForReady);
}
