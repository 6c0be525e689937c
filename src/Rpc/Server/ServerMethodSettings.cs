using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Server.Limits;
using GrpcExp.Rpc.Wire;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrpcExp.Rpc.Server;

/// <summary>What is fixed about the calls of one service once it is mapped.</summary>
internal sealed class ServerMethodSettings
{
    private readonly bool _liftsUnaryBodySize;

    public ServerMethodSettings(GrpcServiceOptions options, IServiceProvider services, ILogger logger)
    {
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        MaxSendMessageSize = options.MaxSendMessageSize;
        EnableDetailedErrors = options.EnableDetailedErrors ?? false;
        ResponseCompressionLevel = options.ResponseCompressionLevel;
        Compression = new MessageCompression(options.CompressionProviders);
        Interceptors = [.. options.Interceptors.Select(i => new CallActivator<Interceptor>(i.Type, [.. i.Arguments], services))];
        Time = services.GetRequiredService<TimeProvider>();
        Drain = services.GetRequiredService<DrainGate>();
        SlowSenders = services.GetRequiredService<SlowSenders>();
        Resets = services.GetRequiredService<ClientResets>();
        Logger = logger;
        // A body of one message is already bounded by the limit of messages, if the transport's own limit lies above that.
        var transport = services.GetService<IOptions<KestrelServerOptions>>()?.Value.Limits.MaxRequestBodySize;
        _liftsUnaryBodySize = transport < FrameHeader.Size + (MaxReceiveMessageSize ?? long.MaxValue - FrameHeader.Size);
        if (options.ResponseCompressionAlgorithm is { } name && !MessageCompression.IsIdentity(name))
        {
            ResponseCompression = Compression.TryGet(name, out var provider)
                ? provider
                : throw new InvalidOperationException(
                    $"ResponseCompressionAlgorithm is '{name}', which no compression provider offers; known: {Compression.AcceptHeader}.");
        }
    }

    public int? MaxReceiveMessageSize { get; }

    public int? MaxSendMessageSize { get; }

    public bool EnableDetailedErrors { get; }

    public System.IO.Compression.CompressionLevel? ResponseCompressionLevel { get; }

    public ICompressionProvider? ResponseCompression { get; }

    public MessageCompression Compression { get; }

    public IReadOnlyList<CallActivator<Interceptor>> Interceptors { get; }

    public TimeProvider Time { get; }

    public DrainGate Drain { get; }

    public SlowSenders SlowSenders { get; }

    public ClientResets Resets { get; }

    public ILogger Logger { get; }

    /// <summary>Whether the transport's limit of a request's body stands in the way of messages that are allowed.</summary>
    public bool LiftsBodySize(MethodType type) => _liftsUnaryBodySize || IsRequestStream(type);

    /// <summary>Whether the pace of a request is watched message by message, or not at all, and not by the transport.</summary>
    public bool LiftsDataRate(MethodType type) => SlowSenders.IsOn || IsRequestStream(type);

    public static bool IsRequestStream(MethodType type) => type is MethodType.ClientStreaming or MethodType.DuplexStreaming;
}
