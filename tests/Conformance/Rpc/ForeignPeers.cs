using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcExp.Conformance.Matrix;
using GrpcExp.Interop.Connection;
using GrpcExp.Tests;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Runs the foreign peers, from a copy of their scripts under artifacts/, where npm installs once a lock file.</summary>
public sealed class ForeignPeers : IAsyncLifetime
{
    // Debian's interpreter, which has Debian's grpcio; another one earlier on the PATH may not.
    private const string DebianPython = "/usr/bin/python3";

    private readonly ConcurrentDictionary<(Peer, Transport), Lazy<Task<ForeignServer>>> _servers = [];
    private readonly ConcurrentDictionary<(Peer, Transport), Lazy<Task<Dictionary<string, string>>>> _results = [];
    private readonly string _scratch = Directory.CreateTempSubdirectory("grpcexp-").FullName;

    private readonly string _name;
    private string _folder = "";

    public ForeignPeers()
        : this("foreign")
    {
    }

    /// <summary>Other peers than the usual, whose scripts are in another folder of this project.</summary>
    internal ForeignPeers(string name)
    {
        _name = name;
    }

    public static string Root { get; } = FindRoot();

    public static string Protos => Path.Combine(Root, "protos");

    private string CertificateFile => Path.Combine(_scratch, "cert.pem");

    private string KeyFile => Path.Combine(_scratch, "key.pem");

    private string DescriptorFile => Path.Combine(_scratch, "testing.binpb");

    public async ValueTask InitializeAsync()
    {
        _folder = Path.Combine(Root, "artifacts", _name + "-peers");
        await NpmFolder.PrepareAsync(Path.Combine(Root, "tests", "Conformance", _name), _folder);
        using var certificate = InteropCertificate.SelfSigned();
        await File.WriteAllTextAsync(CertificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(KeyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllBytesAsync(DescriptorFile, TestingDescriptors().ToByteArray());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(s => s.IsValueCreated && s.Value.IsCompletedSuccessfully))
        {
            await (await server.Value).DisposeAsync();
        }

        Directory.Delete(_scratch, recursive: true);
    }

    /// <summary>Runs a script of Node.js to its end and gives what it printed.</summary>
    public async Task<string> RunAsync(string script, params string[] arguments) =>
        Passed(await RunProgramAsync("node", [script, .. arguments]), script).Output;

    /// <summary>Starts a script of Node.js that serves until its input ends.</summary>
    public Process Serve(string script, params string[] arguments) => Start("node", [script, .. arguments]);

    /// <summary>Runs a foreign client with a case, or with all.</summary>
    public Task<ProgramRun> RunClientAsync(Peer peer, InteropConnection server, string name)
    {
        var (program, arguments) = Script(peer, "client");
        return RunProgramAsync(program, [.. arguments, .. ProgramRun.FlagsOf(server), "--test_case", name]);
    }

    /// <summary>What a foreign client says of every case with our server. It runs once a transport.</summary>
    public Task<Dictionary<string, string>> ResultsAsync(Peer peer, Transport transport) =>
        _results.GetOrAdd((peer, transport), _ => new(async () =>
        {
            await using var server = await InteropServer.StartAsync();
            return (await RunClientAsync(peer, server.ConnectionOver(transport), "all")).Results();
        })).Value;

    /// <summary>A foreign server. It is started once a transport, and ends with this.</summary>
    public async Task<InteropConnection> ServerAsync(Peer peer, Transport transport) =>
        (await _servers.GetOrAdd((peer, transport), _ => new(() => StartServerAsync(peer, transport))).Value).Connection;

    private static FileDescriptorSet TestingDescriptors() => new()
    {
        File =
        {
            new[] { Grpc.Testing.EmptyReflection.Descriptor, Grpc.Testing.MessagesReflection.Descriptor, Grpc.Testing.TestReflection.Descriptor }
                .Select(file => file.ToProto()),
        },
    };

    private static ProgramRun Passed(ProgramRun run, string what)
    {
        Assert.True(run.ExitCode == 0, $"'{what}' ended with {run.ExitCode}:\n{run.Errors}");
        return run;
    }

    private static InvalidOperationException Missing(string program, Win32Exception e) => new(
        $"'{program}' cannot be started; the tests against foreign peers need Node.js with npm and Debian's grpcio (apt-get install nodejs npm python3-grpcio).", e);

    private Task<ForeignServer> StartServerAsync(Peer peer, Transport transport)
    {
        var socket = Path.Combine(_scratch, $"{peer}");
        var how = new InteropConnection { Host = transport == Transport.Tls ? "localhost" : "127.0.0.1" };
        string[] flags = transport == Transport.UnixSocket ? ["--uds", socket] : ["--port", "0"];
        if (transport == Transport.Tls)
        {
            flags = [.. flags, "--tls_cert_file", CertificateFile, "--tls_key_file", KeyFile];
        }

        how = transport switch
        {
            Transport.UnixSocket => how with { UnixSocket = socket },
            Transport.Tls => how with { UseTls = true, CaFile = CertificateFile },
            _ => how,
        };
        var (program, arguments) = Script(peer, "server");
        return ForeignServer.AnnouncedAsync(Start(program, [.. arguments, .. flags]), how);
    }

    private Process Start(string program, string[] arguments)
    {
        try
        {
            return ProgramRun.Start(program, arguments, _folder);
        }
        catch (Win32Exception e)
        {
            throw Missing(program, e);
        }
    }

    private (string Program, string[] Arguments) Script(Peer peer, string script) => peer == Peer.JavaScript
        ? ("node", [$"{script}.js", "--protos", Protos])
        : (DebianPython, [$"{script}.py", "--descriptors", DescriptorFile]);

    private async Task<ProgramRun> RunProgramAsync(string program, params string[] arguments)
    {
        try
        {
            return await ProgramRun.OfAsync(program, arguments, _folder);
        }
        catch (Win32Exception e)
        {
            throw Missing(program, e);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GrpcExp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No checkout (GrpcExp.sln) lies above '{AppContext.BaseDirectory}'.");
    }
}
