using Grpc.Core;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GrpcExp.Rpc.Server;

/// <summary>One call on the server: its context for the handler, and its state on the wire.</summary>
internal sealed partial class ServerCall : ServerCallContext, IDisposable
{
    // Timers take at most this many milliseconds (49 days); a later deadline needs no timer.
    private const double LongestTimer = uint.MaxValue - 1.0;

    private readonly IMethod _method;
    private readonly ServerMethodSettings _settings;
    private readonly MessageWriter _writer;
    private MessageReader? _reader;
    private CancellationTokenSource? _deadlineTimer;
    private CancellationTokenSource? _cancellation;
    private CancellationToken _cancellationToken;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private DateTime _deadline = DateTime.MaxValue;
    private int _writing;
    private bool _headersWritten;
    private bool _messageWritten;
    private volatile bool _ended;

    public ServerCall(HttpContext http, IMethod method, ServerMethodSettings settings)
    {
        Http = http;
        _method = method;
        _settings = settings;
        _cancellationToken = http.RequestAborted;
        _writer = new MessageWriter(http.Response.BodyWriter, settings.MaxSendMessageSize);
    }

    public HttpContext Http { get; }

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore
    {
        get
        {
            var address = Http.Connection.RemoteIpAddress;
            return address is null
                ? "unix:"
                : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
                    ? $"ipv6:[{address}]:{Http.Connection.RemotePort}"
                    : $"ipv4:{address}:{Http.Connection.RemotePort}";
        }
    }

    protected override DateTime DeadlineCore => _deadline;

    protected override CancellationToken CancellationTokenCore => _cancellationToken;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => PeerIdentity.Of(Http);

    protected override Metadata RequestHeadersCore
    {
        get
        {
            if (_requestHeaders is null)
            {
                var headers = new Metadata();
                foreach (var (name, values) in Http.Request.Headers)
                {
                    foreach (var value in values)
                    {
                        MetadataCodec.AddReceived(headers, name, value);
                    }
                }

                _requestHeaders = headers;
            }

            return _requestHeaders;
        }
    }

    protected override IDictionary<object, object> UserStateCore => Http.Items!;

    private bool HasRequestStream => _method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;

    private bool IsDeadlineExceeded => _deadlineTimer is { IsCancellationRequested: true };

    /// <summary>Reads the protocol's headers and prepares the response.</summary>
    /// <exception cref="RpcException">A header is malformed, or names an encoding that is not known.</exception>
    public void Begin()
    {
        var request = Http.Request.Headers;
        var response = Http.Response;
        response.ContentType = WireNames.ContentType;
        response.Headers[WireNames.AcceptEncoding] = _settings.Compression.AcceptHeader;
        LiftTransportLimits();
        StartDeadline(request[WireNames.Timeout]);

        string? encoding = request[WireNames.Encoding];
        Grpc.Net.Compression.ICompressionProvider? compression = null;
        if (!MessageCompression.IsIdentity(encoding) && !_settings.Compression.TryGet(encoding!, out compression))
        {
            throw new RpcException(new Status(
                StatusCode.Unimplemented, $"The encoding '{encoding}' is not known; use one of: {_settings.Compression.AcceptHeader}."));
        }

        _reader = new MessageReader(Http.Request.BodyReader, _settings.MaxReceiveMessageSize, compression, _settings.SlowSenders, HasRequestStream);
        if (_settings.ResponseCompression is { } chosen
            && MessageCompression.Accepts(request[WireNames.AcceptEncoding], chosen.EncodingName))
        {
            response.Headers[WireNames.Encoding] = chosen.EncodingName;
            _writer.Use(chosen, _settings.ResponseCompressionLevel);
        }
    }

    public void Dispose()
    {
        _ended = true;
        _cancellation?.Dispose();
        _deadlineTimer?.Dispose();
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_headersWritten || _messageWritten || Http.Response.HasStarted)
        {
            throw new InvalidOperationException("Response headers can be written once, before the first message.");
        }

        _headersWritten = true;
        foreach (var entry in responseHeaders)
        {
            if (entry.Key == WireNames.RequestEncoding)
            {
                UseResponseEncoding(entry.Value);
            }
            else if (!WireNames.IsReserved(entry.Key))
            {
                Http.Response.Headers.Append(entry.Key, MetadataCodec.Encode(entry));
            }
        }

        await Http.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
    {
        options ??= ContextPropagationOptions.Default;
        return new PropagatedContext(
            options.IsPropagateDeadline ? _deadline : DateTime.MaxValue,
            options.IsPropagateCancellation ? CancellationToken : CancellationToken.None);
    }

    // A handler may choose its own encoding, as long as the caller understands it.
    private void UseResponseEncoding(string name)
    {
        if (MessageCompression.IsIdentity(name))
        {
            _writer.Use(null, null);
            Http.Response.Headers.Remove(WireNames.Encoding);
        }
        else if (MessageCompression.Accepts(Http.Request.Headers[WireNames.AcceptEncoding], name)
            && _settings.Compression.TryGet(name, out var provider))
        {
            _writer.Use(provider, _settings.ResponseCompressionLevel);
            Http.Response.Headers[WireNames.Encoding] = provider.EncodingName;
        }
    }

    private void StartDeadline(string? timeoutHeader)
    {
        if (timeoutHeader is null)
        {
            return;
        }

        if (!TimeoutCodec.TryDecode(timeoutHeader, out var timeout))
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The header grpc-timeout has the malformed value '{timeoutHeader}'."));
        }

        var now = _settings.Time.GetUtcNow().UtcDateTime;
        _deadline = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        if (timeout.TotalMilliseconds < LongestTimer)
        {
            _deadlineTimer = new CancellationTokenSource(timeout, _settings.Time);
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted, _deadlineTimer.Token);
            _cancellationToken = _cancellation.Token;
        }
    }

    // Messages have their own limits of size and pace, and a stream may stay silent for as long as it likes. Kestrel
    // would close the whole connection over one slow call.
    private void LiftTransportLimits()
    {
        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if ((HasRequestStream || _settings.SlowSenders is { IsOn: true })
            && Http.Features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
