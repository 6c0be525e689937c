using System.Security.Cryptography.X509Certificates;

namespace GrpcExp.Interop.Service;

/// <summary>Where a server of the test service listens; at least one of them.</summary>
public sealed record InteropListeners
{
    /// <summary>A port on 127.0.0.1 without TLS, 0 for a free one; null means none.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// A port on 127.0.0.1 for HTTP/1.1 without TLS, 0 for a free one; null means none. gRPC-Web and Connect are served there: a
    /// port without TLS cannot tell the versions apart.
    /// </summary>
    public int? Http1Port { get; init; }

    /// <summary>A port on 127.0.0.1 with TLS, HTTP/1.1 and HTTP/2, 0 for a free one; null means none. Needs <see cref="Certificate"/>.</summary>
    public int? TlsPort { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>The path of a Unix socket, without TLS; null means none.</summary>
    public string? UnixSocket { get; init; }
}
