using GrpcExp.Sidecar;

namespace GrpcExp.Unit.Sidecar;

public sealed class SidecarOptionsTests
{
    [Fact]
    public void Every_option_is_read()
    {
        var options = Parse(
            out _,
            "--source", "redis://:se%40cret@cache:6379", "--source=grpcs://plane:443", "--source", "file:/etc/flags.json", "--env", "production",
            "--socket-dir", "/run/grpcexp", "--port", "0", "--http-port", "8081", "--data-dir", "/var/lib/grpcexp", "--sidecar-id", "me");
        Assert.Equal(
            [
                new SourceAddress(SourceKind.Redis, "cache:6379", false, "se@cret"),
                new SourceAddress(SourceKind.Grpc, "plane:443", true),
                new SourceAddress(SourceKind.File, "/etc/flags.json"),
            ],
            options!.Sources);
        Assert.Equal(("production", "/run/grpcexp", "/var/lib/grpcexp", "me"), (options.Environment, options.SocketFolder, options.DataFolder, options.SidecarId));
        Assert.Equal((0, 8081, "from-environment"), (options.Port, options.HttpPort, options.Token));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        Assert.Null(Parse(
            out var problems,
            "--source", "http://nowhere", "--port", "70000", "--http-port", "x", "--env", "no spaces", "--verbose", "--port", "1", "--token"));
        string[] starts =
        [
            "--source 'http://nowhere'", "--verbose is unknown", "--port is given twice", "--token has no value", "--env 'no spaces'",
            "--port '70000'", "--http-port 'x'",
        ];
        Assert.All(
            starts, start => Assert.Contains(problems, problem => problem.StartsWith(start, StringComparison.Ordinal)));
        Assert.Equal(starts.Length, problems.Count);
    }

    [Fact]
    public void Missing_things_are_named()
    {
        Assert.Null(Parse(out var problems));
        Assert.Contains(problems, problem => problem.StartsWith("--source is missing", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("--env", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("nothing to listen on", StringComparison.Ordinal));
    }

    [Fact]
    public void A_socket_path_that_the_kernel_would_cut_is_refused()
    {
        Assert.Null(Parse(out var problems, "--source", "file:x", "--env", "e", "--socket-dir", "/" + new string('d', 100)));
        Assert.Contains("too long", Assert.Single(problems));
        Assert.NotNull(Parse(out _, "--source", "file:x", "--env", "e", "--socket-dir", "/" + new string('d', 96)));
    }

    [Fact]
    public void Grpc_and_http_need_a_port_each()
    {
        Assert.Null(Parse(out var problems, "--source", "file:x", "--env", "e", "--port", "5000", "--http-port", "5000"));
        Assert.Contains("are the same", Assert.Single(problems));
    }

    [Theory]
    [InlineData("--tls-cert and --tls-key go together", "--tls-cert", "a.pem")]
    [InlineData("--tls-ca '/nowhere/ca.pem'", "--tls-ca", "/nowhere/ca.pem")]
    public void Files_for_tls_are_there_and_in_pairs(string start, params string[] args)
    {
        Assert.Null(Parse(out var problems, ["--source", "grpcs://plane:443", "--env", "e", "--port", "0", .. args]));
        Assert.StartsWith(start, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Promise", "P8")]
    [InlineData("redis://:secret@cache")]
    [InlineData("redis://:secret@cache:6379/path")]
    [InlineData("grpc://user:secret@plane:443")]
    public void A_password_in_a_mistyped_address_is_not_printed(string address)
    {
        Assert.Null(Parse(out var problems, "--source", address, "--env", "e", "--port", "0"));
        Assert.DoesNotContain("secret", Assert.Single(problems));
    }

    [Fact]
    [Trait("Promise", "P8")]
    public void Neither_password_nor_token_is_in_what_gets_logged()
    {
        var options = Parse(out _, "--source", "redis://:secret@cache:6379", "--env", "e", "--port", "0", "--token", "hidden")!;
        Assert.Equal("redis://cache:6379", options.Sources[0].Name);
        Assert.Equal("e from redis://cache:6379", options.ToString());
    }

    private static SidecarOptions? Parse(out IReadOnlyList<string> problems, params string[] args)
    {
        var parser = new SidecarOptionsParser();
        var options = parser.Parse(args, name => name == "GRPCEXP_TOKEN" ? "from-environment" : null, "host", 42);
        problems = parser.Problems;
        return options;
    }
}
