using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using GrpcExp.Rpc.Client;
using GrpcExp.Rpc.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>Connections to one address. Safe for concurrent use; make one and keep it.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ConcurrentDictionary<IMethod, MethodCallInfo> _methods = [];
    private readonly CancellationTokenSource _shutdown = new();
    private readonly RetryPlans _retries;
    private readonly HttpMessageInvoker _invoker;
    private readonly bool _ownsInvoker;
    private int _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options.HttpHandler is not null && options.HttpClient is not null)
        {
            throw new ArgumentException("GrpcChannelOptions has both HttpHandler and HttpClient; give one of them.");
        }

        Address = address;
        IsSecure = address.Scheme == Uri.UriSchemeHttps;
        if (options.Credentials is { } credentials && credentials.IsSecure != IsSecure)
        {
            throw new InvalidOperationException(
                $"The credentials are {(credentials.IsSecure ? "for TLS" : "not for TLS")}, but the address is '{address}'; use {(IsSecure ? "ChannelCredentials.SecureSsl" : "ChannelCredentials.Insecure")} or another address.");
        }

        Credentials = options.Credentials?.CallCredentials;
        SendCredentialsWithoutTls = options.UnsafeUseInsecureChannelCallCredentials;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        MaxSendMessageSize = options.MaxSendMessageSize;
        ThrowOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        Compression = new MessageCompression(options.CompressionProviders);
        Version = options.HttpVersion ?? HttpVersion.Version20;
        VersionPolicy = options.HttpVersionPolicy ?? HttpVersionPolicy.RequestVersionExact;
        Time = options.Time;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Grpc.Net.Client.GrpcChannel");
        RetryBudget = new RetryBudget(options.MaxRetryBufferPerCallSize, options.MaxRetryBufferSize);
        Reconnects = new ReconnectBackoff(Time, options.NextRandom, options.InitialReconnectBackoff, options.MaxReconnectBackoff);
        _retries = new RetryPlans(options);
        _ownsInvoker = options.DisposeHttpClient || (options.HttpHandler is null && options.HttpClient is null);
        _invoker = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? DefaultHandler(), disposeHandler: _ownsInvoker);
    }

    internal Uri Address { get; }

    internal bool IsSecure { get; }

    internal CallCredentials? Credentials { get; }

    internal bool SendCredentialsWithoutTls { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal int? MaxSendMessageSize { get; }

    internal bool ThrowOperationCanceled { get; }

    internal Version Version { get; }

    internal HttpVersionPolicy VersionPolicy { get; }

    internal MessageCompression Compression { get; }

    internal TimeProvider Time { get; }

    /// <summary>The memory for requests that may have to be sent again.</summary>
    internal RetryBudget RetryBudget { get; }

    /// <summary>The waits of calls that wait for a connection.</summary>
    internal ReconnectBackoff Reconnects { get; }

    internal ILogger Logger { get; }

    internal CancellationToken Shutdown => _shutdown.Token;

    /// <summary>A channel to an <c>http</c> or <c>https</c> address, such as <c>http://localhost:5000</c>.</summary>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address with options.</summary>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(
            Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? uri
                : throw new ArgumentException($"The address '{address}' is not a URI; write it like 'http://localhost:5000'.", nameof(address)),
            channelOptions);
    }

    /// <summary>A channel to an address.</summary>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>A channel to an address with options.</summary>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"The address '{address}' has no http or https scheme; write it like 'http://localhost:5000'.", nameof(address));
        }

        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc />
    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new HttpCallInvoker(this);
    }

    /// <summary>Ends every call and closes the connections, unless they belong to a handler that was given.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _shutdown.Cancel();
            if (_ownsInvoker)
            {
                _invoker.Dispose();
            }
        }
    }

    // An HttpClient reads the whole response first unless it is told not to.
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _invoker.SendAsync(request, cancellationToken);

    internal MethodCallInfo InfoOf(IMethod method) =>
        _methods.GetOrAdd(method, static (m, c) => new MethodCallInfo(new Uri(c.Address, m.FullName), c._retries.For(m)), this);

    /// <inheritdoc />
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    // A dead peer is noticed within KeepAlivePingDelay + KeepAlivePingTimeout while calls are open.
    private static SocketsHttpHandler DefaultHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}
