using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>Options of a channel.</summary>
public sealed class GrpcChannelOptions
{
    private TimeSpan _initialReconnectBackoff = TimeSpan.FromSeconds(1);
    private TimeSpan? _maxReconnectBackoff = TimeSpan.FromSeconds(120);

    /// <summary>TLS or not, and credentials for every call; default: what the scheme of the address says.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest request in bytes, before compression; default null, no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest response in bytes, before and after decompression; default 4 MiB, null means no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = WireNames.DefaultMaxReceiveMessageSize;

    /// <summary>A cap on the attempts of a retry policy; default 5, null means none.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>
    /// How many bytes of requests all calls of the channel together keep to send again; default 16 MiB (16,777,216), null
    /// means no limit. A call for whose request there is no room is made, but not tried again.
    /// </summary>
    public long? MaxRetryBufferSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many bytes of requests one call keeps to send again, until its response begins; default 1 MiB (1,048,576), null
    /// means no limit. A call that passes it goes on, but is not tried again.
    /// </summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;

    /// <summary>
    /// The wait after the first failed connection, for calls that wait for one (<see cref="CallOptions.WithWaitForReady"/>);
    /// default 1 s. Each further wait is 1.6 times as long; all vary by ±20 %.
    /// </summary>
    /// <exception cref="ArgumentException">It is not more than zero.</exception>
    public TimeSpan InitialReconnectBackoff
    {
        get => _initialReconnectBackoff;
        set => _initialReconnectBackoff = value > TimeSpan.Zero
            ? value
            : throw new ArgumentException($"InitialReconnectBackoff is {value}; it must be more than zero.", nameof(value));
    }

    /// <summary>The longest wait between two connections, before the ±20 %; default 120 s, null means no limit.</summary>
    /// <exception cref="ArgumentException">It is not more than zero.</exception>
    public TimeSpan? MaxReconnectBackoff
    {
        get => _maxReconnectBackoff;
        set => _maxReconnectBackoff = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentException($"MaxReconnectBackoff is {value}; it must be more than zero, or null for no limit.", nameof(value));
    }

    /// <summary>Where the channel logs; default nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Compression algorithms beside gzip, which is always there.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>The handler that makes HTTP calls; default a SocketsHttpHandler with keep-alive pings every minute. Not with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>The client that makes HTTP calls. Not with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The version of HTTP that calls ask for; default null, 2.0.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>Whether another version may be used instead; default null, exactly the one asked for.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }

    /// <summary>Whether the channel disposes a handler or client that it was given; default false.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether cancelled and late calls throw OperationCanceledException instead of RpcException; default false.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials also go over connections without TLS; default false.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Behaviour by method, such as retries; default null.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    /// <summary>The clock of deadlines and waits.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Chance for the waits between retries, from 0 up to 1.</summary>
    internal Func<double> NextRandom { get; set; } = Random.Shared.NextDouble;
}
