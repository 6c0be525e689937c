using GrpcExp.Conformance.Rpc;
using GrpcExp.Interop.Connection;

namespace GrpcExp.Conformance.Matrix;

/// <summary>The published programs: one server without TLS and one with, and clients as they are wanted.</summary>
public sealed class NativePrograms : IAsyncLifetime
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("grpcexp-").FullName;
    private NativeServer _plain = null!;
    private NativeServer _tls = null!;

    public async ValueTask InitializeAsync()
    {
        _plain = await NativeServer.StartAsync("--port", "0", "--uds", Path.Combine(_scratch, "s"));
        _tls = await NativeServer.StartAsync("--port=0", "--use_tls=true", "--tls_ca_out", Path.Combine(_scratch, "ca.pem"));
    }

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _tls.DisposeAsync();
        Directory.Delete(_scratch, recursive: true);
    }

    public InteropConnection ServerOver(Transport transport) => transport switch
    {
        Transport.Tcp => new() { Host = "127.0.0.1", Port = _plain.Port },
        Transport.Tls => new() { Host = "localhost", Port = _tls.Port, UseTls = true, CaFile = Path.Combine(_scratch, "ca.pem") },
        _ => new() { UnixSocket = Path.Combine(_scratch, "s") },
    };

    /// <summary>Fails when a server has logged an error so far.</summary>
    public void AssertQuiet()
    {
        _plain.AssertQuiet();
        _tls.AssertQuiet();
    }

    public static Task<ProgramRun> RunServerAsync(params string[] arguments) => ProgramRun.OfAsync(PathOf("server"), arguments);

    public static Task<ProgramRun> RunClientAsync(params string[] arguments) => ProgramRun.OfAsync(PathOf("client"), arguments);

    /// <summary>Where a program is published, unless GRPCEXP_INTEROP_SERVER or GRPCEXP_INTEROP_CLIENT says otherwise.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string PathOf(string side)
    {
        var path = Environment.GetEnvironmentVariable($"GRPCEXP_INTEROP_{side.ToUpperInvariant()}") is { Length: > 0 } named
            ? named
            : Path.Combine(ForeignPeers.Root, "artifacts", $"interop-{side}", $"grpcexp-interop-{side}");
        var project = side == "server" ? "InteropServer" : "InteropClient";
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException(
                $"The interoperability {side} is not published: there is no '{path}'. Run: dotnet publish tests/Conformance/{project} -c Release -r linux-x64 -o artifacts/interop-{side}",
                path);
    }
}
