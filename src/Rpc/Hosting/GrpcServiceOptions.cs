using System.IO.Compression;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Options of every service of a server.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize = WireNames.DefaultMaxReceiveMessageSize;
    private int? _maxSendMessageSize;

    /// <summary>The largest request in bytes, before and after decompression; default 4 MiB, null means no limit.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            HasMaxReceiveMessageSize = true;
        }
    }

    /// <summary>The largest response in bytes, before compression; default null, no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            HasMaxSendMessageSize = true;
        }
    }

    /// <summary>Whether callers are told what a handler threw; default false.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Whether calls to unknown services and methods pass on to the rest of the application; default false.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Compression algorithms beside gzip, which is always there; one of the same name replaces it.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>The encoding of responses to callers that accept it, such as <c>gzip</c>; default null, none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard responses are compressed; default null, the provider's own level.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Interceptors around every handler, the first added outermost.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool HasMaxReceiveMessageSize { get; private set; }

    internal bool HasMaxSendMessageSize { get; private set; }
}
