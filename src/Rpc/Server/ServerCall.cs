using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// One call on the server: its context for the handler, and its state on the wire. What most calls do without (deadline,
/// cancellation, metadata) is made when it is asked for.
/// </summary>
internal sealed partial class ServerCall : ServerCallContext, IDisposable
{
    private readonly IMethod _method;
    private readonly ServerMethodSettings _settings;
    private readonly CancellationToken _callerLeaves;
    private MessageReader? _reader;
    private MessageWriter? _writer;
    private CallDeadline? _deadline;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private Status _status;
    private int _writing;
    private bool _headersWritten;
    private bool _messageWritten;
    private volatile bool _ended;

    public ServerCall(HttpContext http, IMethod method, ServerMethodSettings settings)
    {
        Http = http;
        _method = method;
        _settings = settings;
        // Asked for once: the transport takes a lock to give it.
        _callerLeaves = http.RequestAborted;
    }

    public HttpContext Http { get; }

    /// <summary>Cancelled when the server begins to stop.</summary>
    public CancellationToken ServerStopping => _settings.Drain.Stopping;

    public bool HasCallerLeft => _callerLeaves.IsCancellationRequested;

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => PeerAddress.Of(Http.Connection);

    protected override DateTime DeadlineCore => _deadline?.Moment ?? DateTime.MaxValue;

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? _callerLeaves;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => PeerIdentity.Of(Http);

    protected override Metadata RequestHeadersCore => _requestHeaders ??= MetadataCodec.Read(Http.Request.Headers);

    protected override IDictionary<object, object> UserStateCore => Http.Items!;

    private MessageWriter Writer => _writer ??= MessageWriter.Rent(Http.Response.BodyWriter, _settings.MaxSendMessageSize);

    // A pipe of the transport ends its reads by itself when the caller leaves: only a deadline needs a token there.
    private CancellationToken ReadToken => _deadline?.Token ?? CancellationToken.None;

    /// <summary>Reads the protocol's headers and prepares the response.</summary>
    /// <exception cref="RpcException">A header is malformed, or names an encoding that is not known.</exception>
    public void Begin()
    {
        var request = Http.Request.Headers;
        var response = Http.Response.Headers;
        response.ContentType = WireNames.ContentType;
        if (_settings.Drain.IsDraining)
        {
            throw WireFailures.Draining();
        }

        // A peer that says nothing of compression is told nothing of it: the header costs more than a small message.
        if (request.GrpcAcceptEncoding.Count > 0 || request.GrpcEncoding.Count > 0)
        {
            response.GrpcAcceptEncoding = _settings.Compression.AcceptHeader;
        }

        if (_settings.LiftsBodySize(_method.Type))
        {
            TransportLimits.LiftBodySize(Http);
        }

        if (_settings.LiftsDataRate(_method.Type))
        {
            TransportLimits.LiftDataRate(Http);
        }

        if (request.GrpcTimeout is { Count: > 0 } timeout)
        {
            _deadline = StartDeadline(timeout.ToString());
        }

        Grpc.Net.Compression.ICompressionProvider? compression = null;
        if (request.GrpcEncoding is { Count: > 0 } encoding && !MessageCompression.IsIdentity(encoding)
            && !_settings.Compression.TryGet(encoding.ToString(), out compression))
        {
            throw WireFailures.UnknownRequestEncoding(encoding, _settings.Compression.AcceptHeader);
        }

        _reader = MessageReader.Rent(
            Http.Request.BodyReader, _settings.MaxReceiveMessageSize, compression, _settings.SlowSenders, ServerMethodSettings.IsRequestStream(_method.Type));
        if (_settings.ResponseCompression is { } chosen && MessageCompression.Accepts(request.GrpcAcceptEncoding, chosen.EncodingName))
        {
            response.GrpcEncoding = chosen.EncodingName;
            Writer.Use(chosen, _settings.ResponseCompressionLevel);
        }
    }

    public void Dispose()
    {
        _ended = true;
        _deadline?.Dispose();
    }

    /// <summary>
    /// Lets the thread's next call have the reader and the writer. Only for a call that has ended and never lent them: a handler
    /// may keep its streams, and a deadline may be writing.
    /// </summary>
    public void Recycle()
    {
        if (_deadline is null)
        {
            _reader?.Return();
            _writer?.Return();
            _reader = null;
            _writer = null;
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
    {
        options ??= ContextPropagationOptions.Default;
        return new PropagatedContext(
            options.IsPropagateDeadline ? DeadlineCore : DateTime.MaxValue,
            options.IsPropagateCancellation ? CancellationToken : CancellationToken.None);
    }

    private CallDeadline StartDeadline(string timeoutHeader) =>
        TimeoutCodec.TryDecode(timeoutHeader, out var timeout)
            ? new CallDeadline(this, _settings.Time, timeout)
            : throw WireFailures.MalformedTimeout(timeoutHeader);
}
