using System.Net.Http.Headers;
using Grpc.Core;

namespace GrpcExp.Rpc.Client;

/// <summary>How a call ended: its status and its trailers, which are read only when somebody asks.</summary>
internal sealed class CallEnd
{
    private readonly HttpHeaders? _unread;
    private Metadata? _trailers;

    public CallEnd(Status status, Metadata? trailers)
    {
        Status = status;
        _trailers = trailers ?? Metadata.Empty;
    }

    /// <summary>An end with trailers as they came.</summary>
    /// <exception cref="RpcException">A binary trailer is not base64.</exception>
    public CallEnd(Status status, HttpHeaders unread)
    {
        Status = status;
        _unread = unread;
        _trailers = ResponseHeaders.ReadIfBinary(unread);
    }

    public Status Status { get; }

    public Metadata Trailers => _trailers ??= ResponseHeaders.Read(_unread!);
}
