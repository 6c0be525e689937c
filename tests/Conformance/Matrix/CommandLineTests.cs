using System.Globalization;
using GrpcExp.Interop.Cases;

namespace GrpcExp.Conformance.Matrix;

/// <summary>What the two programs say to people and scripts.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task A_case_that_fails_is_one_line_and_exit_code_1()
    {
        var run = await NativePrograms.RunClientAsync("--server_host=127.0.0.1", "--server_port=1", "--test_case=empty_unary");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("empty_unary: failed: Unavailable: ", Assert.Single(Lines(run.Errors)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--port' is not a known flag; known: --server_host, --server_port,", "--port", "1")]
    [InlineData("'nix' is not a known flag", "nix")]
    [InlineData("--server_port is '65536'; give a number from 1 to 65535.", "--server_port=65536")]
    [InlineData("--server_port is '0'; give a number from 1 to 65535.", "--server_port", "0")]
    [InlineData("--server_port has no value", "--server_port")]
    [InlineData("no server; give --server_port N or --uds PATH.", "--test_case=empty_unary")]
    [InlineData("--use_tls is 'yes'; give true or false.", "--use_tls=yes")]
    [InlineData("--server_port is given twice", "--server_port=1", "--server_port=2")]
    [InlineData("--ca_file is '/no/such', which is not a file", "--server_port=1", "--ca_file", "/no/such")]
    [InlineData("--test_case is missing; known: all, empty_unary,", "--server_port=1")]
    public async Task A_flag_that_makes_no_sense_to_the_client_is_named_with_a_remedy_and_exit_code_2(string message, params string[] flags)
    {
        var run = await NativePrograms.RunClientAsync(flags);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, Assert.Single(Lines(run.Errors)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_is_not_known_is_answered_with_the_known_ones()
    {
        var run = await NativePrograms.RunClientAsync("--server_port=1", "--test_case=nix");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"error: --test_case is 'nix', which is not known; known: all, {InteropCases.Names}.", Assert.Single(Lines(run.Errors)));
    }

    [Theory]
    [InlineData("nothing to listen on; give --port N")]
    [InlineData("--port is '65536'; give a number from 0 to 65535.", "--port", "65536")]
    [InlineData("TLS needs both --port N and --use_tls.", "--uds", "/tmp/never", "--tls")]
    [InlineData("TLS needs both --port N and --use_tls.", "--port=0", "--tls_ca_out=/tmp/never")]
    [InlineData("--tls_cert_file and --tls_key_file go together", "--port=0", "--tls", "--tls_key_file=/tmp/never")]
    public async Task A_flag_that_makes_no_sense_to_the_server_is_named_with_a_remedy_and_exit_code_2(string message, params string[] flags)
    {
        var run = await NativePrograms.RunServerAsync(flags);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, Lines(run.Errors)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--use_tls", "true")]
    [InlineData("--use_tls=true")]
    [InlineData("--use_tls")]
    public async Task The_client_trusts_the_file_it_is_given_and_nothing_else(params string[] tls)
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-");
        var (trusted, other) = (Path.Combine(folder.FullName, "ca.pem"), Path.Combine(folder.FullName, "other.pem"));
        using var stranger = InteropCertificate.SelfSigned();
        await File.WriteAllTextAsync(other, stranger.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using (var server = await NativeServer.StartAsync("--port", "0", "--tls", "--tls_ca_out", trusted))
        {
            var port = server.Port.ToString(CultureInfo.InvariantCulture);
            Task<int> RunAsync(params string[] more) => ExitCodeAsync(["--server_port", port, "--test_case", "empty_unary", .. tls, .. more]);
            Assert.Equal(0, await RunAsync("--ca_file", trusted));
            Assert.Equal(1, await RunAsync());
            Assert.Equal(1, await RunAsync("--ca_file", other));
            // The override is the name that is checked; the host is where the connection goes.
            Assert.Equal(1, await RunAsync("--ca_file", trusted, "--server_host_override", "elsewhere.example"));
            Assert.Equal(1, await RunAsync("--ca_file", trusted, "--server_host_override", "localhost", "--server_host", "127.0.0.2"));
            Assert.Equal(0, await RunAsync("--ca_file", trusted, "--server_host_override", "localhost", "--server_host", "127.0.0.1"));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_uses_the_certificate_it_is_given()
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-");
        var (certificate, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        using var made = InteropCertificate.SelfSigned();
        using var privateKey = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(made)!;
        await File.WriteAllTextAsync(certificate, made.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, privateKey.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await using (var server = await NativeServer.StartAsync(
            "--port=0", "--use_tls=true", $"--tls_cert_file={certificate}", $"--tls_key_file={key}"))
        {
            var run = await NativePrograms.RunClientAsync(
                "--server_port", server.Port.ToString(CultureInfo.InvariantCulture), "--test_case=empty_unary", "--use_tls", "--ca_file", certificate);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_prints_where_it_listens_and_ends_in_order_when_it_is_asked_to()
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-");
        var socket = Path.Combine(folder.FullName, "s");
        await using var server = await NativeServer.StartAsync("--uds", socket, "--port=0");
        Assert.Equal([$"unix:{socket}", $"http://127.0.0.1:{server.Port}"], server.Addresses);
        Assert.Equal(0, await server.StopAsync());
        server.AssertQuiet();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_native_server_answers_JSON_over_HTTP_1()
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-");
        await using (var server = await NativeServer.StartAsync("--uds", Path.Combine(folder.FullName, "s"), "--http1_port=0"))
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}/grpc.testing.TestService/") };
            Assert.Equal("""200 { "payload": { "body": "AAAA" } }""", await PostAsync(http, """{"responseSize":3}"""));
            Assert.Equal("""404 {"code":"not_found","message":"gone"}""", await PostAsync(http, """{"responseStatus":{"code":5,"message":"gone"}}"""));
            server.AssertQuiet();
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_and_exit_code_1()
    {
        await using var server = await NativeServer.StartAsync("--port=0");
        var run = await NativePrograms.RunServerAsync("--port", server.Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"127.0.0.1:{server.Port}", run.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> PostAsync(HttpClient http, string json)
    {
        using var content = new StringContent(json, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        using var response = await http.PostAsync("UnaryCall", content);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    private static async Task<int> ExitCodeAsync(string[] flags) => (await NativePrograms.RunClientAsync(flags)).ExitCode;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
