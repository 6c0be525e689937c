using System.Collections.Concurrent;
using GrpcExp.Client;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.InProcess;
using GrpcExp.Client.Status;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.Client;

/// <summary>The client against the native sidecar, over all its transports.</summary>
public sealed class TransportTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "P3.5")]
    public async Task Every_unit_gets_the_same_answer_over_every_transport()
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", Snapshots.At(1, enabled: true).ToString());
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        using var channel = sidecar.OpenChannel();
        await using var raw = ClientFixtures.Raw(sidecar, connections: 3);
        await using var grpc = ClientFixtures.Grpc(channel);
        await using var inProcess = ClientFixtures.InProcess(sidecar.GrpcSocket);
        IGrpcExpClient[] clients = [raw, grpc, inProcess];
        foreach (var client in clients)
        {
            Assert.True(await client.WaitUntilReadyAsync(ClientFixtures.Deadline, Cancelled), client.Status.ToString());
        }

        var variants = new HashSet<string>();
        for (var index = 0; index < 1_000; index++)
        {
            var unit = new UnitContext($"unit-{index}").With("country", "DE");
            var answers = new List<FlagEvaluation<bool>>();
            foreach (var client in clients)
            {
                answers.Add(await client.EvaluateBoolAsync("tested", unit, false, Cancelled));
            }

            Assert.All(answers, answer => Assert.True(answer.IsAnswered, answer.ErrorDetail));
            Assert.Single(answers.Select(answer => answer.Detail).Distinct());
            variants.Add($"{answers[0].Variant} {answers[0].ExperimentKey}");
        }

        Assert.Equal(3, variants.Count);
        var all = await Task.WhenAll(clients.Select(async client => await client.EvaluateAllAsync(new UnitContext("unit-1"), Cancelled)));
        Assert.Equal(["flag", "tested"], all[0].Answers.Select(answer => answer.FlagKey));
        Assert.Equal(all[0].Answers, all[1].Answers);
        Assert.Equal(all[0].Answers, all[2].Answers);
        Assert.All(clients, client => Assert.Equal((ClientState.Ready, AnswerOrigin.Memory, 1), (client.Status.State, client.Status.Origin, client.Status.Revision)));
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("grpc")]
    [InlineData("in-process")]
    [Trait("Promise", "P3.1")]
    [Trait("Promise", "P3.2")]
    public async Task A_sidecar_that_is_killed_costs_defaults_with_reasons_and_its_return_is_heard_of(string transport)
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", Snapshots.At(1, enabled: true).ToString());
        var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        using var channel = sidecar.OpenChannel();
        await using var client = transport == "raw" ? ClientFixtures.Raw(sidecar)
            : transport == "grpc" ? ClientFixtures.Grpc(channel)
            : ClientFixtures.InProcess(sidecar.GrpcSocket);
        var changes = new ConcurrentQueue<FlagsChangedEventArgs>();
        client.FlagsChanged += (_, change) => changes.Enqueue(change);
        var unit = new UnitContext("unit-1");
        await ClientFixtures.UntilAsync(async () => await client.GetBoolAsync("flag", unit, false, Cancelled), () => client.Status.ToString());
        await ClientFixtures.UntilAsync(() => new(!changes.IsEmpty), () => client.Status.ToString());
        await sidecar.DisposeAsync();

        if (transport == "in-process")
        {
            await ClientFixtures.UntilAsync(() => new(client.Status.State == ClientState.Stale), () => client.Status.ToString());
            var stale = await client.EvaluateBoolAsync("flag", unit, false, Cancelled);
            Assert.True(stale.Value);
            Assert.NotNull(stale.StaleAge);
        }
        else
        {
            await ClientFixtures.UntilAsync(() => new(client.Status.State == ClientState.Unavailable || !client.GetBoolAsync("flag", unit, false, Cancelled).AsTask().Result), () => client.Status.ToString());
            var missed = await client.EvaluateBoolAsync("flag", unit, false, Cancelled);
            Assert.Equal((false, false, AnswerOrigin.CallerDefault), (missed.Value, missed.IsAnswered, missed.Origin));
            Assert.NotEmpty(missed.ErrorDetail);
        }

        changes.Clear();
        await folder.WriteAsync("flags.json", Snapshots.At(2, enabled: false).ToString());
        await using var restarted = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        await ClientFixtures.UntilAsync(
            async () => await client.EvaluateBoolAsync("flag", unit, true, Cancelled) is { IsAnswered: true, Value: false, Detail.Revision: 2 },
            () => client.Status.ToString());
        await ClientFixtures.UntilAsync(() => new(changes.Any(change => change.Revision == 2 && change.Concerns("flag"))), () => client.Status.ToString());
        await ClientFixtures.UntilAsync(() => new(client.Status.State == ClientState.Ready), () => client.Status.ToString());
    }

    [Fact]
    public async Task A_watch_and_an_in_process_client_name_the_flag_that_changed()
    {
        using var folder = new ScratchFolder();
        await folder.WriteAsync("flags.json", Snapshots.At(1, enabled: true).ToString());
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"file:{folder.PathOf("flags.json")}"]);
        using var channel = sidecar.OpenChannel();
        await using var grpc = ClientFixtures.Grpc(channel);
        await using var inProcess = ClientFixtures.InProcess(sidecar.GrpcSocket);
        var (fromGrpc, fromInProcess) = (new ConcurrentQueue<FlagsChangedEventArgs>(), new ConcurrentQueue<FlagsChangedEventArgs>());
        grpc.FlagsChanged += (_, change) => fromGrpc.Enqueue(change);
        inProcess.FlagsChanged += (_, change) => fromInProcess.Enqueue(change);
        await ClientFixtures.UntilAsync(() => new(!fromGrpc.IsEmpty && !fromInProcess.IsEmpty), () => $"{grpc.Status} {inProcess.Status}");
        Assert.Null(fromGrpc.First().FlagKeys);
        await folder.WriteAsync("flags.json", Snapshots.At(2, enabled: false).ToString());
        await ClientFixtures.UntilAsync(() => new(fromGrpc.Count == 2 && fromInProcess.Count == 2), () => $"{grpc.Status} {inProcess.Status}");
        Assert.Equal(["flag"], fromGrpc.Last().FlagKeys!);
        Assert.Equal(["flag"], fromInProcess.Last().FlagKeys!);
    }
}
