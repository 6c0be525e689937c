using Grpc.Health.V1;
using Grpc.Net.Client;

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
}
