namespace Grpc.Core;

/// <summary>What a handler knows of its call beside the request. Valid until the handler ends.</summary>
public abstract class ServerCallContext
{
    private Dictionary<object, object>? _userState;

    /// <summary>The path of the method: <c>/service/method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>The host that the caller asked for.</summary>
    public string Host => HostCore;

    /// <summary>The address of the caller, such as <c>ipv4:127.0.0.1:4711</c> or <c>unix:</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>The moment (UTC) at which the call ends with DeadlineExceeded; MaxValue when there is none.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>The headers of the request.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Cancelled when the caller cancels or leaves, or the deadline passes.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>The trailers to send with the status.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The status to send when the handler returns; default OK.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>Options of the messages written; null means the default.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What the transport knows about the caller's identity.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>A place for the values of interceptors and handlers.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <summary>Backs <see cref="Method"/>.</summary>
    protected abstract string MethodCore { get; }

    /// <summary>Backs <see cref="Host"/>.</summary>
    protected abstract string HostCore { get; }

    /// <summary>Backs <see cref="Peer"/>.</summary>
    protected abstract string PeerCore { get; }

    /// <summary>Backs <see cref="Deadline"/>.</summary>
    protected abstract DateTime DeadlineCore { get; }

    /// <summary>Backs <see cref="RequestHeaders"/>.</summary>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <summary>Backs <see cref="CancellationToken"/>.</summary>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <summary>Backs <see cref="ResponseTrailers"/>.</summary>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <summary>Backs <see cref="Status"/>.</summary>
    protected abstract Status StatusCore { get; set; }

    /// <summary>Backs <see cref="WriteOptions"/>.</summary>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <summary>Backs <see cref="AuthContext"/>.</summary>
    protected abstract AuthContext AuthContextCore { get; }

    /// <summary>Backs <see cref="UserState"/>.</summary>
    protected virtual IDictionary<object, object> UserStateCore => _userState ??= [];

    /// <summary>Sends the response headers now. Once only, and before the first message.</summary>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>A token that carries this call's deadline and cancellation to a call made on its behalf.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) =>
        CreatePropagationTokenCore(options);

    /// <summary>Backs <see cref="WriteResponseHeadersAsync"/>.</summary>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <summary>Backs <see cref="CreatePropagationToken"/>.</summary>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}
