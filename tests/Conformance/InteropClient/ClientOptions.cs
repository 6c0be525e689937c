using GrpcExp.Interop.Cases;
using GrpcExp.Interop.Connection;
using GrpcExp.Interop.Flags;

namespace GrpcExp.InteropClient;

/// <summary>What the command line asks of the client.</summary>
internal sealed record ClientOptions(InteropConnection Connection, IReadOnlyList<InteropCase> Cases)
{
    public static string Usage { get; } =
        $"""
        grpcexp-interop-client --server_host H --server_port N --test_case NAME [--use_tls] [--uds PATH]

        Runs a case of the gRPC interoperability tests; exit code 0 when the server passes it, 1 when it does not.

          --server_host H            a name or an address, default localhost
          --server_port N            from 1 to 65535
          --uds PATH                 a Unix socket instead of host and port
          --test_case NAME           the case, or all
          --use_tls                  speak TLS
          --ca_file FILE             trust the certificates of this PEM file alone, instead of the system's
          --server_host_override H   the name in the server's certificate, default the server's host

        Cases: {InteropCases.Names}
        """;

    /// <exception cref="UsageException">The flags make no sense.</exception>
    public static ClientOptions Parse(string[] args)
    {
        var flags = new FlagReader(
            args, ["server_host", "server_port", "test_case", "ca_file", "server_host_override", "uds"], ["use_tls"]);
        var socket = flags.Text("uds");
        var connection = new InteropConnection
        {
            Host = flags.Text("server_host") ?? "localhost",
            Port = flags.Number("server_port", 1, ushort.MaxValue)
                ?? (socket is null ? throw new UsageException("no server; give --server_port N or --uds PATH.") : 0),
            UnixSocket = socket,
            UseTls = flags.IsOn("use_tls"),
            CaFile = flags.Text("ca_file"),
            HostOverride = flags.Text("server_host_override"),
        };
        if (connection.CaFile is { } file && !File.Exists(file))
        {
            throw new UsageException($"--ca_file is '{file}', which is not a file; give a PEM file with the certificates to trust.");
        }

        return new ClientOptions(connection, CasesOf(flags.Text("test_case")));
    }

    private static IReadOnlyList<InteropCase> CasesOf(string? name)
    {
        if (name == "all")
        {
            return InteropCases.All;
        }

        return InteropCases.Find(name ?? "") is { } known
            ? [known]
            : throw new UsageException(
                $"--test_case is {(name is null ? "missing" : $"'{name}', which is not known")}; known: all, {InteropCases.Names}.");
    }
}
