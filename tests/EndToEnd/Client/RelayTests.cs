using Grpc.Core;
using GrpcExp.Client;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.InProcess;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.EndToEnd.Sidecar;
using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.Client;

/// <summary>The sidecar hands its snapshot on to the processes beside it.</summary>
public sealed class RelayTests
{
    private static readonly UnitContext Unit = new("unit-1");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "P2.3")]
    public async Task A_change_travels_from_the_control_plane_through_the_sidecar_into_the_process()
    {
        using var folder = new ScratchFolder();
        await using var plane = await StreamingControlPlane.StartAsync();
        plane.Publish(Snapshots.At(1, enabled: true));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [plane.Source], token: StreamingControlPlane.Token);
        await using var client = ClientFixtures.InProcess(sidecar.GrpcSocket);
        await ClientFixtures.UntilAsync(() => new(client.Status is { State: ClientState.Ready, Revision: 1 }), () => client.Status.ToString());
        plane.Publish(Snapshots.At(2, enabled: false));
        await ClientFixtures.UntilAsync(async () => !await client.GetBoolAsync("flag", Unit, true, Cancelled), () => client.Status.ToString());
        Assert.Equal((ClientState.Ready, 2), (client.Status.State, client.Status.Revision));
    }

    [Fact]
    [Trait("Promise", "P3.2")]
    public async Task Behind_a_sidecar_that_is_out_of_touch_a_client_says_stale_too_and_a_new_one_is_served_nevertheless()
    {
        using var folder = new ScratchFolder();
        var plane = await StreamingControlPlane.StartAsync();
        plane.Publish(Snapshots.At(1, enabled: true));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [plane.Source], token: StreamingControlPlane.Token);
        await using var client = ClientFixtures.InProcess(sidecar.GrpcSocket);
        await ClientFixtures.UntilAsync(() => new(client.Status.State == ClientState.Ready), () => client.Status.ToString());
        await plane.DisposeAsync();
        await ClientFixtures.UntilAsync(() => new(client.Status.State == ClientState.Stale), () => client.Status.ToString());
        await using var late = ClientFixtures.InProcess(sidecar.GrpcSocket);
        await ClientFixtures.UntilAsync(() => new(late.Status is { State: ClientState.Stale, Revision: 1 }), () => late.Status.ToString());
        var answer = await late.EvaluateBoolAsync("flag", Unit, false, Cancelled);
        Assert.True(answer.Value);
        Assert.NotNull(answer.StaleAge);
        Assert.NotNull(late.Status.StaleAge);
    }

    [Fact]
    [Trait("Promise", "P3.2")]
    [Trait("Promise", "P3.3")]
    public async Task With_the_sidecar_down_the_disk_is_served_then_what_is_bundled_and_the_age_is_told()
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", Snapshots.At(5, enabled: true).ToString());
        var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        var socket = sidecar.GrpcSocket;
        var options = new InProcessOptions
        {
            Environment = SidecarProcess.Environment,
            DataFolder = folder.PathOf("c"),
            BundledDefaults = System.Text.Encoding.UTF8.GetBytes(Snapshots.At(1, enabled: false).ToString()),
        };
        await using (var client = ClientFixtures.InProcess(socket, options))
        {
            await ClientFixtures.UntilAsync(() => new(client.Status.State == ClientState.Ready), () => client.Status.ToString());
            await ClientFixtures.UntilAsync(() => new(File.Exists(Path.Combine(folder.PathOf("c"), "e2e.snapshot"))), () => "nothing on disk");
        }

        await sidecar.DisposeAsync();
        await using (var client = ClientFixtures.InProcess(socket, options))
        {
            var answer = await client.EvaluateBoolAsync("flag", Unit, false, Cancelled);
            Assert.Equal((true, AnswerOrigin.Disk, 5), (answer.Value, answer.Origin, answer.Detail.Revision));
            Assert.NotNull(answer.StaleAge);
            Assert.Equal(ClientState.Stale, client.Status.State);
        }

        await using (var client = ClientFixtures.InProcess(socket, options with { DataFolder = folder.PathOf("empty") }))
        {
            var answer = await client.EvaluateBoolAsync("flag", Unit, true, Cancelled);
            Assert.Equal((false, AnswerOrigin.Bundled), (answer.Value, answer.Origin));
            Assert.NotNull(answer.StaleAge);
        }
    }

    [Fact]
    [Trait("Promise", "P8")]
    public async Task Snapshots_are_handed_on_over_the_socket_only_and_for_the_environment_served_only()
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", Snapshots.At(1, enabled: true).ToString());
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        await sidecar.UntilAsync(answer => answer.Revision == 1);
        using var socket = sidecar.OpenChannel();
        using var port = sidecar.OpenTcpChannel();
        var here = new SyncService.SyncServiceClient(socket);
        var envelope = await here.GetSnapshotAsync(new GetSnapshotRequest { Environment = "e2e" }, cancellationToken: Cancelled);
        Assert.True(SnapshotCodec.TryOpen(envelope, out var snapshot, out _));
        Assert.Equal(1, snapshot.Revision.Value);
        Assert.Equal(StatusCode.NotFound, await RefusalAsync(here, new WatchSnapshotsRequest { Environment = "other" }));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(here, new WatchSnapshotsRequest { Environment = "e2e", SidecarId = new string('x', 201) }));
        Assert.Equal(StatusCode.PermissionDenied, await RefusalAsync(new SyncService.SyncServiceClient(port), new WatchSnapshotsRequest { Environment = "e2e" }));
        using var watch = here.WatchSnapshots(new WatchSnapshotsRequest { Environment = "e2e", SidecarId = new string('x', 200) }, cancellationToken: Cancelled);
        Assert.True(await watch.ResponseStream.MoveNext(Cancelled));
    }

    private static async Task<StatusCode> RefusalAsync(SyncService.SyncServiceClient client, WatchSnapshotsRequest request)
    {
        using var watch = client.WatchSnapshots(request, cancellationToken: Cancelled);
        return (await Assert.ThrowsAsync<RpcException>(async () => await watch.ResponseStream.MoveNext(Cancelled))).StatusCode;
    }
}
