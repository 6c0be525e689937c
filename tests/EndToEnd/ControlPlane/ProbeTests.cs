using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class ProbeTests
{
    [Fact]
    public async Task Probes_answer_on_their_own_port_and_name_every_part()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--http-port", "0");
        using var client = new HttpClient { BaseAddress = new Uri(server.WebAddress) };

        using var live = await client.GetAsync("/livez", TestContext.Current.CancellationToken);
        using var ready = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var body = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ready", body.RootElement.GetProperty("status").GetString());
        Assert.Equal(
            ["control_database=up", "warehouse=up", "scheduler=off", "redis=off"],
            body.RootElement.GetProperty("parts").EnumerateObject().Select(part => $"{part.Name}={part.Value.GetString()}"));
    }

    [Fact]
    public async Task Each_port_has_its_own_routes()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--http-port", "0");
        using var client = new HttpClient();

        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(server.WebAddress), "/grpc.health.v1.Health/Check")) { Content = new ByteArrayContent(new byte[5]) };
        call.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var grpcOnWeb = await client.SendAsync(call, TestContext.Current.CancellationToken);
        using var probe = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(server.Address), "/livez")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var probeOnGrpc = await client.SendAsync(probe, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, grpcOnWeb.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, probeOnGrpc.StatusCode);
    }

    [Fact]
    public async Task With_a_certificate_both_versions_of_http_come_and_still_no_grpc()
    {
        using var files = new TlsFiles();
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await ControlPlaneProcess.StartAsync(
            ["--data-dir", home.Folder, "--urls", "https://127.0.0.1:0", "--http-port", "0", "--tls-cert", files.CertPath, "--tls-key", files.KeyPath]);
        using var handler = files.Trusting();
        using var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = new Uri(server.WebAddress) };

        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/livez") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, answer.Version));
        }

        using var channel = GrpcChannel.ForAddress(server.WebAddress, new GrpcChannelOptions { HttpHandler = handler });
        var health = await Assert.ThrowsAsync<RpcException>(() => new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest()).ResponseAsync);
        var flags = await Assert.ThrowsAsync<RpcException>(() => new FlagService.FlagServiceClient(channel).ListFlagsAsync(new ListFlagsRequest()).ResponseAsync);
        Assert.Equal((StatusCode.Unimplemented, StatusCode.Unimplemented), (health.StatusCode, flags.StatusCode));
    }
}
