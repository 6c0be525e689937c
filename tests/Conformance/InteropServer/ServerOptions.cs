using GrpcExp.Interop.Flags;

namespace GrpcExp.InteropServer;

/// <summary>What the command line asks of the server.</summary>
internal sealed record ServerOptions
{
    public const string Usage =
        """
        grpcexp-interop-server --port N [--use_tls] [--uds PATH] [--http1_port N]

        Serves grpc.testing.TestService and prints each address it listens on, one a line. SIGTERM ends it.

          --port N               a port on 127.0.0.1; 0 picks a free one
          --http1_port N         also a port for HTTP/1.1 without TLS: gRPC-Web, and Connect for curl; 0 picks a free one
          --uds PATH             also, or instead of a port, a Unix socket (never with TLS)
          --use_tls, --tls       the port speaks TLS, with a self-signed certificate for localhost made at start
          --tls_cert_file FILE   a certificate (PEM) to use instead; needs --tls_key_file
          --tls_key_file FILE    its private key (PEM)
          --tls_ca_out FILE      writes the PEM that clients trust, for their --ca_file
        """;

    public int? Port { get; private init; }

    public int? Http1Port { get; private init; }

    public string? UnixSocket { get; private init; }

    public bool UseTls { get; private init; }

    public string? CertificateFile { get; private init; }

    public string? KeyFile { get; private init; }

    public string? CaOut { get; private init; }

    /// <exception cref="UsageException">The flags make no sense.</exception>
    public static ServerOptions Parse(string[] args)
    {
        var flags = new FlagReader(args, ["port", "http1_port", "uds", "tls_cert_file", "tls_key_file", "tls_ca_out"], ["use_tls", "tls"]);
        var options = new ServerOptions
        {
            Port = flags.Number("port", 0, ushort.MaxValue),
            Http1Port = flags.Number("http1_port", 0, ushort.MaxValue),
            UnixSocket = flags.Text("uds"),
            UseTls = flags.IsOn("use_tls") || flags.IsOn("tls"),
            CertificateFile = flags.Text("tls_cert_file"),
            KeyFile = flags.Text("tls_key_file"),
            CaOut = flags.Text("tls_ca_out"),
        };
        if (options.Port is null && options.UnixSocket is null)
        {
            throw new UsageException("nothing to listen on; give --port N (0 picks a free one) or --uds PATH.");
        }

        if (options.UseTls ? options.Port is null : options.CertificateFile is not null || options.CaOut is not null)
        {
            throw new UsageException("TLS needs both --port N and --use_tls.");
        }

        return options.CertificateFile is null == options.KeyFile is null
            ? options
            : throw new UsageException("--tls_cert_file and --tls_key_file go together; give both or none.");
    }
}
