using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.Cli;
using GrpcExp.EndToEnd.Sidecar;
using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class TlsTests
{
    [Fact]
    public async Task With_a_certificate_calls_are_encrypted()
    {
        using var files = new TlsFiles();
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await ControlPlaneProcess.StartAsync(
            ["--data-dir", home.Folder, "--urls", "https://0.0.0.0:0", "--tls-cert", files.CertPath, "--tls-key", files.KeyPath]);
        using var handler = files.Trusting();
        using var channel = GrpcChannel.ForAddress(server.Address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal), new GrpcChannelOptions { HttpHandler = handler });

        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());

        Assert.StartsWith("https://", server.Address);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_whoever_comes_next()
    {
        using var files = new TlsFiles();
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await StartAsync(home, files);
        await CheckAsync(server, files.Trusting());
        var before = files.Thumbprint;

        File.WriteAllText(files.CertPath, "no certificate");
        await CheckAsync(server, files.Trusting());
        Assert.Contains(server.Errors, line => line.Contains("the last good one stays", StringComparison.Ordinal));
        files.Renew();

        Assert.NotEqual(before, files.Thumbprint);
        await CheckAsync(server, files.Trusting());
    }

    [Fact]
    [Trait("Promise", "P8")]
    public async Task With_an_authority_for_clients_only_those_that_it_knows_come_in_and_still_with_their_tokens_roles()
    {
        using var files = new TlsFiles();
        using var strangers = new TlsFiles();
        var (cert, key) = files.IssueClient("ada");
        var (strangeCert, strangeKey) = strangers.IssueClient("mallory");
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await StartAsync(home, files, "--tls-client-ca", files.CaPath, "--http-port", "0");

        await CheckAsync(server, new ChannelTls(files.CaPath, cert, key).CreateHandler());
        await Assert.ThrowsAsync<RpcException>(() => CheckAsync(server, new ChannelTls(files.CaPath, null, null).CreateHandler()));
        await Assert.ThrowsAsync<RpcException>(() => CheckAsync(server, new ChannelTls(files.CaPath, strangeCert, strangeKey).CreateHandler()));

        // A certificate for servers is none for clients, and a server that another authority signed is not ours.
        await Assert.ThrowsAsync<RpcException>(() => CheckAsync(server, new ChannelTls(files.CaPath, files.CertPath, files.KeyPath).CreateHandler()));
        await Assert.ThrowsAsync<RpcException>(() => CheckAsync(server, new ChannelTls(strangers.CaPath, cert, key).CreateHandler()));
        using var channel = Open(server, new ChannelTls(files.CaPath, cert, key).CreateHandler());
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new FlagService.FlagServiceClient(channel).ListFlagsAsync(new ListFlagsRequest()));
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);

        // Probes and browsers have no certificates.
        using var probe = new HttpClient(files.Trusting());
        Assert.Equal("""{"status":"live"}""", (await probe.GetStringAsync($"{server.WebAddress}/livez", TestContext.Current.CancellationToken)).TrimEnd());
    }

    [Fact]
    public async Task The_command_line_and_the_sidecar_show_their_certificates()
    {
        using var files = new TlsFiles();
        var (cert, key) = files.IssueClient("ada");
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await StartAsync(home, files, "--tls-client-ca", files.CaPath);
        string[] tls = ["--tls-ca", files.CaPath, "--tls-cert", cert, "--tls-key", key];
        var audit = await CliProcess.RunAsync(["audit", "verify", "--address", server.Address, "--token", ControlPlaneProcess.AdminToken, .. tls]);
        Assert.True(audit.ExitCode == 0, audit.ToString());
        var without = await CliProcess.RunAsync(["audit", "verify", "--address", server.Address, "--token", ControlPlaneProcess.AdminToken, "--tls-ca", files.CaPath]);
        Assert.NotEqual(0, without.ExitCode);

        using var folder = new ScratchFolder();
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, [server.Address.Replace("https://", "grpcs://", StringComparison.Ordinal)], "production", ControlPlaneProcess.AdminToken, tls);
        await Eventually.HoldsAsync(sidecar.IsReadyAsync, "the sidecar has a snapshot");
    }

    private static Task<ControlPlaneProcess> StartAsync(ControlPlaneHome home, TlsFiles files, params string[] more) => ControlPlaneProcess.StartAsync(
        ["--data-dir", home.Folder, "--urls", "https://127.0.0.1:0", "--tls-cert", files.CertPath, "--tls-key", files.KeyPath, .. more]);

    private static GrpcChannel Open(ControlPlaneProcess server, HttpMessageHandler handler) =>
        GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });

    private static async Task CheckAsync(ControlPlaneProcess server, HttpMessageHandler handler)
    {
        using var channel = Open(server, handler);
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow.AddSeconds(30));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }
}
