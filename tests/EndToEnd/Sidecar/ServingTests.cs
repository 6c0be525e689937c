using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.Sidecar;

public sealed class ServingTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private SidecarProcess _sidecar = null!;

    private string FlagFile => _folder.PathOf("flags.json");

    public async ValueTask InitializeAsync()
    {
        await WriteAsync(Snapshots.At(1, enabled: true).ToString());
        _sidecar = await SidecarProcess.StartAsync(_folder, [$"file:{FlagFile}"]);
        await _sidecar.UntilAsync(answer => answer.Revision == 1);
    }

    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Promise", "P3.5")]
    public async Task A_unit_gets_the_same_variant_over_every_path_as_in_the_library()
    {
        var model = SnapshotModel.Compile(SnapshotMapping.ToConfig(Snapshots.At(1, enabled: true)));
        var requests = Enumerable.Range(0, 1_000).Select(index => Request("tested", $"unit-{index}")).ToList();
        var expected = requests.Select(request => Describe(Evaluator.Evaluate(model, new EvaluationRequest(request.FlagKey, request.Context.UnitId), DateTimeOffset.UnixEpoch))).ToList();
        Assert.Equal(3, expected.Select(answer => answer.Split(' ')[0..2]).Select(parts => string.Join(' ', parts)).Distinct().Count());

        foreach (var channel in new[] { _sidecar.OpenChannel(), _sidecar.OpenTcpChannel() })
        {
            using (channel)
            {
                var client = new EvaluationService.EvaluationServiceClient(channel);
                var batch = await client.EvaluateBatchAsync(
                    new EvaluateBatchRequest { Requests = { requests } }, cancellationToken: TestContext.Current.CancellationToken);
                Assert.Equal(expected, batch.Responses.Select(Describe));
                Assert.Equal(1, batch.Revision);
            }
        }

        using var raw = Connect();
        await using var stream = new NetworkStream(raw);
        new LookupRequest { RequestId = 1, Evaluations = { requests } }.WriteDelimitedTo(stream);
        Assert.Equal(expected, LookupResponse.Parser.ParseDelimitedFrom(stream).Evaluations.Select(Describe));
    }

    [Fact]
    public async Task Ten_thousand_pipelined_lookups_come_back_in_order_on_each_of_several_connections()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var socket = Connect();
            await using var stream = new NetworkStream(socket);
            var requests = new MemoryStream();
            for (ulong id = 0; id < 10_000; id++)
            {
                new LookupRequest { RequestId = id, Evaluations = { Request("flag", $"unit-{id}") } }.WriteDelimitedTo(requests);
            }

            var sending = stream.WriteAsync(requests.ToArray()).AsTask();
            var answers = new BufferedStream(stream);
            for (ulong id = 0; id < 10_000; id++)
            {
                var response = LookupResponse.Parser.ParseDelimitedFrom(answers);
                Assert.Equal((id, "on"), (response.RequestId, response.Evaluations[0].Variant));
            }

            await sending;
        })));
    }

    [Fact]
    public async Task All_flags_come_at_one_revision_and_an_explanation_tells_the_steps()
    {
        using var channel = _sidecar.OpenChannel();
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var all = await client.EvaluateAllAsync(
            new EvaluateAllRequest { Context = new EvaluationContext { UnitId = "u" } }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["flag", "tested"], all.Responses.Select(response => response.FlagKey));
        var request = Request("tested", "u");
        request.Explain = true;
        var explained = await client.EvaluateAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(explained.Explanation, step => step.StartsWith("experiment experiment: bucket", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task A_batch_over_a_thousand_is_refused_with_the_field_that_broke_the_limit()
    {
        using var channel = _sidecar.OpenChannel();
        var client = new EvaluationService.EvaluationServiceClient(channel);
        var request = new EvaluateBatchRequest { Requests = { Enumerable.Repeat(Request("flag", "u"), 1_001) } };
        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await client.EvaluateBatchAsync(request, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        var status = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("BATCH_TOO_LARGE", status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Reason);
        Assert.Equal("requests", status.Details[1].Unpack<Google.Rpc.BadRequest>().FieldViolations[0].Field);
        request.Requests.RemoveAt(0);
        var answers = await client.EvaluateBatchAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1_000, answers.Responses.Count);
    }

    [Fact]
    public async Task A_watch_tells_the_revision_now_and_after_every_change()
    {
        using var channel = _sidecar.OpenChannel();
        var client = new EvaluationService.EvaluationServiceClient(channel);
        using var watch = client.Watch(new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal((1, "epoch-1"), (watch.ResponseStream.Current.Revision, watch.ResponseStream.Current.Epoch));
        await WriteAsync(Snapshots.At(2, enabled: false).ToString());
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(2, watch.ResponseStream.Current.Revision);
    }

    [Fact]
    [Trait("Promise", "P2.6")]
    public async Task A_bad_edit_of_the_file_is_refused_and_a_good_one_followed()
    {
        await WriteAsync("{ \"flags\": [");
        await _sidecar.UntilAsync(_ => _sidecar.Log.Contains("Refused revision", StringComparison.Ordinal));
        Assert.Equal("on", (await _sidecar.UntilAsync(_ => true)).Variant);
        await WriteAsync(Snapshots.At(3, enabled: false).ToString());
        await _sidecar.UntilAsync(answer => answer is { Revision: 3, Variant: "off" });
    }

    [Fact]
    [Trait("Promise", "P8")]
    public void The_sockets_are_for_their_users_only()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.PathOf("s")));
            Assert.Equal(Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(_sidecar.GrpcSocket));
            Assert.Equal(Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(_sidecar.RawSocket));
        }
    }

    [Fact]
    public async Task It_is_live_and_ready_and_stops_when_asked()
    {
        Assert.Equal("ok\n", await _sidecar.GetAsync("livez"));
        Assert.StartsWith("ready: epoch epoch-1 revision 1, fresh", await _sidecar.GetAsync("readyz"));
        Assert.Contains("\ngrpcexp_sidecar_revision 1\n", await _sidecar.GetAsync("metrics"));
        using (var channel = _sidecar.OpenTcpChannel())
        {
            var health = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest { Service = "grpcexp.evaluation.v1.EvaluationService" }, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        }

        Assert.Equal(0, await _sidecar.StopAsync());
    }

    [Fact]
    public async Task Bad_usage_is_explained_without_a_stack_trace()
    {
        var (exitCode, error) = await SidecarProcess.RunAsync("--source", "nowhere", "--env", "e", "--port", "0");
        Assert.Equal(2, exitCode);
        Assert.Contains("error: --source 'nowhere' is not understood", error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public async Task A_second_sidecar_in_the_same_folder_is_told_to_go_elsewhere()
    {
        var (exitCode, error) = await SidecarProcess.RunAsync(
            "--source", $"file:{FlagFile}", "--env", "e2e", "--socket-dir", _folder.PathOf("s"));
        Assert.Equal(1, exitCode);
        Assert.Contains("Another process listens", error);
        Assert.DoesNotContain("   at ", error);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(_sidecar.RawSocket));
        return socket;
    }

    private Task WriteAsync(string text) => _folder.WriteAsync("flags.json", text);

    private static EvaluateRequest Request(string flag, string unit) =>
        new() { FlagKey = flag, Context = new EvaluationContext { UnitId = unit } };

    private static string Describe(EvaluateResponse answer) =>
        $"{answer.Variant} {answer.ExperimentKey} {(int)answer.Reason} {answer.Bucket} {answer.Value.BoolValue}";

    private static string Describe(EvaluationResult answer) =>
        $"{answer.Variant} {answer.ExperimentKey} {(int)answer.Reason} {answer.Bucket} {answer.Value.AsBool}";
}
