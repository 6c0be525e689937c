using Grpc.AspNetCore.Server;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Server.Limits;
using GrpcExp.Rpc.Wire;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Rpc.Server;

/// <summary>What is fixed about the calls of one service once it is mapped.</summary>
internal sealed class ServerMethodSettings
{
    public ServerMethodSettings(GrpcServiceOptions options, TimeProvider time, ILogger logger)
    {
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        MaxSendMessageSize = options.MaxSendMessageSize;
        EnableDetailedErrors = options.EnableDetailedErrors ?? false;
        ResponseCompressionLevel = options.ResponseCompressionLevel;
        Compression = new MessageCompression(options.CompressionProviders);
        Interceptors = [.. options.Interceptors];
        Time = time;
        Logger = logger;
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

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public SlowSenders? SlowSenders { get; init; }

    public ClientResets? Resets { get; init; }
}
