using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class StartupTests
{
    [Fact]
    public async Task Every_mistake_on_the_command_line_is_listed()
    {
        var (exitCode, errors) = await ControlPlaneProcess.RunToEndAsync(
            ["--redis", "nowhere", "--urls", "http://0.0.0.0:5050,ftp://x", "--env", "a b", "--tls-cert", "c.pem", "--colour"], adminToken: "short");

        Assert.Equal(2, exitCode);
        Assert.All(
            ["--colour", "--data-dir", "--redis", "ftp://x", "--env", "--tls-key", "--insecure", "GRPCEXP_ADMIN_TOKEN"],
            mistake => Assert.Contains(mistake, errors));
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task The_server_size_does_not_start_when_nobody_could_log_in()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();

        var (exitCode, errors) = await ControlPlaneProcess.RunToEndAsync(home.Arguments, adminToken: null);

        Assert.Equal(1, exitCode);
        Assert.Contains("GRPCEXP_ADMIN_TOKEN", errors);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_a_sentence()
    {
        var (exitCode, errors) = await ControlPlaneProcess.RunToEndAsync(["--postgres", "Host=127.0.0.1;Port=1;Database=x;Password=hush", "--port", "0"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("127.0.0.1:1", errors);
        Assert.DoesNotContain("hush", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    [Fact]
    public async Task The_first_embedded_start_prints_an_admin_token_and_the_next_does_not()
    {
        await using var home = ControlPlaneHome.Embedded();
        string token;
        await using (var first = await ControlPlaneProcess.StartAsync(home.Arguments, adminToken: null))
        {
            token = Assert.Single(first.Output, line => line.StartsWith("grpcexp admin token ", StringComparison.Ordinal)).Split(' ')[^1];
            Assert.Contains($"grpcexp data dir {home.Folder}", first.Output);
            await CreateAsync(first.As(token), "a");
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await ControlPlaneProcess.StartAsync(home.Arguments, adminToken: null);
        Assert.DoesNotContain(second.Output, line => line.Contains("admin token", StringComparison.Ordinal));
        Assert.Single((await new FlagService.FlagServiceClient(second.As(token)).ListFlagsAsync(new ListFlagsRequest())).Flags);
    }

    [Fact]
    public async Task A_data_folder_has_one_control_plane_at_a_time()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var first = await home.StartAsync();

        var (exitCode, errors) = await ControlPlaneProcess.RunToEndAsync(home.Arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains("in use", errors);
    }

    [Fact]
    [Trait("Promise", "P1.2")]
    public async Task What_was_answered_survives_a_killed_process()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using (var killed = await home.StartAsync())
        {
            for (var i = 0; i < 20; i++)
            {
                await CreateAsync(killed.AsAdmin(), $"flag-{i}");
            }

            await killed.StopAsync("KILL");
        }

        await using var next = await home.StartAsync();
        var listed = await new FlagService.FlagServiceClient(next.AsAdmin()).ListFlagsAsync(new ListFlagsRequest());
        Assert.Equal(20, listed.Flags.Count);
        Assert.True((await new ExperimentService.ExperimentServiceClient(next.AsAdmin()).VerifyAuditAsync(new VerifyAuditRequest())).Intact);
    }

    [Fact]
    public async Task A_stop_signal_ends_the_streams_and_then_the_process()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync();
        using var watch = new SyncService.SyncServiceClient(await server.AsAsync("sidecar", Role.Sync)).WatchSnapshots(new WatchSnapshotsRequest { Environment = "production" });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var exit = server.StopAsync();
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
            }
        });

        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
        Assert.Equal(0, await exit);
    }

    [Fact]
    public async Task Another_epoch_can_be_begun_after_a_restore()
    {
        await using var home = ControlPlaneHome.Embedded();
        SnapshotEnvelope before;
        await using (var first = await home.StartAsync())
        {
            before = await SnapshotAsync(first);
        }

        await using var second = await home.StartAsync("--new-epoch");
        var after = await SnapshotAsync(second);

        Assert.NotEqual(before.Epoch, after.Epoch);

        static async Task<SnapshotEnvelope> SnapshotAsync(ControlPlaneProcess server) =>
            await new SyncService.SyncServiceClient(server.AsAdmin()).GetSnapshotAsync(new GetSnapshotRequest { Environment = "production" });
    }

    private static async Task CreateAsync(CallInvoker caller, string key) =>
        await new FlagService.FlagServiceClient(caller).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(key) });
}
