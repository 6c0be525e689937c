using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>Options of a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>TLS or not, and credentials for every call; default: what the scheme of the address says.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest request in bytes, before compression; default null, no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest response in bytes, before and after decompression; default 4 MiB, null means no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = WireNames.DefaultMaxReceiveMessageSize;

    /// <summary>A cap on the attempts of a retry policy; default 5, null means none.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>Where the channel logs; default nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Compression algorithms beside gzip, which is always there.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>The handler that makes HTTP calls; default a SocketsHttpHandler with keep-alive pings every minute. Not with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>The client that makes HTTP calls. Not with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

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
