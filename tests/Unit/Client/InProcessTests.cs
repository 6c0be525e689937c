using System.Text;
using Google.Protobuf;
using GrpcExp.Client;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;
using GrpcExp.Client.InProcess;
using GrpcExp.Client.Status;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Unit.Sync;

namespace GrpcExp.Unit.Client;

public sealed class InProcessTests : IDisposable
{
    private static readonly UnitContext Unit = new("u1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gx-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string FlagFile => Path.Combine(_folder.FullName, "flags.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Promise", "P3.2")]
    public async Task Bundled_defaults_answer_at_once_and_say_that_they_are_stale(bool isJson)
    {
        var snapshot = Snapshots.At(3);
        await using var client = GrpcExpClient.ForInProcess(new InProcessOptions
        {
            Environment = "test",
            BundledDefaults = isJson ? Encoding.UTF8.GetBytes("\uFEFF \n" + JsonFormatter.Default.Format(snapshot)) : snapshot.ToByteArray(),
        });
        var pending = client.EvaluateBoolAsync("flag", Unit, false, Cancelled);
        Assert.True(pending.IsCompletedSuccessfully);
        var answer = await pending;
        Assert.Equal((true, "on", AnswerOrigin.Bundled), (answer.Value, answer.Variant, answer.Origin));
        Assert.NotNull(answer.StaleAge);
        Assert.Equal((ClientState.Stale, AnswerOrigin.Bundled, "bundled", 3), (client.Status.State, client.Status.Origin, client.Status.Epoch, client.Status.Revision));
        Assert.Equal("flag", Assert.Single((await client.EvaluateAllAsync(Unit, Cancelled)).Answers).FlagKey);
    }

    [Fact]
    [Trait("Promise", "P3.2")]
    [Trait("Promise", "P3.3")]
    public async Task A_source_goes_before_the_disk_the_disk_before_what_is_bundled_and_that_before_the_default()
    {
        await File.WriteAllTextAsync(FlagFile, JsonFormatter.Default.Format(Snapshots.At(7)), Cancelled);
        var options = new InProcessOptions
        {
            Environment = "test",
            Sources = [FlagSource.File(FlagFile)],
            DataFolder = Path.Combine(_folder.FullName, "data"),
            BundledDefaults = Snapshots.At(99, Snapshots.Switch("flag", enabled: false)).ToByteArray(),
        };
        await using (var client = GrpcExpClient.ForInProcess(options))
        {
            Assert.Equal(AnswerOrigin.Bundled, client.Status.Origin);
            await Until.TrueAsync(() => client.Status is { State: ClientState.Ready, Origin: AnswerOrigin.Memory, Revision: 7, Source.Length: > 0 });
            Assert.Equal($"file:{FlagFile}", client.Status.Source);
            await Until.TrueAsync(() => File.Exists(Path.Combine(options.DataFolder, "test.snapshot")));
        }

        File.Delete(FlagFile);
        await using (var client = GrpcExpClient.ForInProcess(options))
        {
            var answer = await client.EvaluateBoolAsync("flag", Unit, false, Cancelled);
            Assert.Equal((true, AnswerOrigin.Disk, 7), (answer.Value, answer.Origin, answer.Detail.Revision));
            Assert.Equal((ClientState.Stale, AnswerOrigin.Disk), (client.Status.State, client.Status.Origin));
            Assert.NotNull(client.Status.StaleAge);
        }

        Directory.Delete(options.DataFolder, recursive: true);
        await using (var client = GrpcExpClient.ForInProcess(options))
        {
            Assert.Equal(AnswerOrigin.Bundled, (await client.EvaluateBoolAsync("flag", Unit, true, Cancelled)).Origin);
        }

        await using (var client = GrpcExpClient.ForInProcess(options with { BundledDefaults = default }))
        {
            var answer = await client.EvaluateBoolAsync("flag", Unit, true, Cancelled);
            Assert.Equal((true, AnswerOrigin.CallerDefault, ErrorCode.NotReady), (answer.Value, answer.Origin, answer.ErrorCode));
        }
    }

    [Fact]
    public async Task A_change_names_exactly_the_flags_that_it_touches()
    {
        await WriteAsync(Snapshots.At(1, Snapshots.Switch("a"), Snapshots.Switch("b")));
        await using var client = GrpcExpClient.ForInProcess(new InProcessOptions { Environment = "test", Sources = [FlagSource.File(FlagFile)] });
        Assert.True(await client.WaitUntilReadyAsync(TimeSpan.FromSeconds(30), Cancelled));
        var told = new TaskCompletionSource<FlagsChangedEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.FlagsChanged += (_, change) => told.TrySetResult(change);
        await WriteAsync(Snapshots.At(2, Snapshots.Switch("a"), Snapshots.Switch("b", enabled: false)));
        var change = await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        Assert.Equal(2, change.Revision);
        Assert.Equal(["b"], change.FlagKeys!);
    }

    [Theory]
    [InlineData("{", "environment")]
    [InlineData("{\"environment\":\"other\"}", "of environment 'other'")]
    [InlineData("{\"flags\":[{\"key\":\"f\",\"type\":\"FLAG_TYPE_BOOL\"}]}", "problem(s)")]
    public void A_bundled_snapshot_that_is_none_is_refused_when_the_client_is_made(string json, string reason)
    {
        var options = new InProcessOptions { Environment = "test", BundledDefaults = Encoding.UTF8.GetBytes(json) };
        var refusal = Assert.Throws<ArgumentException>(() => GrpcExpClient.ForInProcess(options));
        Assert.StartsWith("BundledDefaults: the snapshot is refused", refusal.Message, StringComparison.Ordinal);
        Assert.True(json == "{" || refusal.Message.Contains(reason, StringComparison.Ordinal), refusal.Message);
    }

    [Fact]
    public async Task A_batch_is_answered_at_its_limit_and_refused_past_it()
    {
        await using var client = GrpcExpClient.ForInProcess(new InProcessOptions { Environment = "test", BundledDefaults = Snapshots.At(1).ToByteArray() });
        var requests = Enumerable.Repeat(new EvaluateRequest { FlagKey = "flag", Context = Unit.ToMessage() }, 1_001).ToList();
        Assert.All(await client.EvaluateBatchAsync(requests, Cancelled), answer => Assert.Equal(ErrorCode.InvalidContext, answer.ErrorCode));
        Assert.All(await client.EvaluateBatchAsync(requests[1..], Cancelled), answer => Assert.Equal("on", answer.Variant));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task The_name_of_a_client_has_a_limit(int length, bool isTaken)
    {
        var options = new InProcessOptions { Environment = "test", ClientId = new string('x', length) };
        if (isTaken)
        {
            await using var client = GrpcExpClient.ForInProcess(options);
        }
        else
        {
            Assert.Contains("ClientId", Assert.Throws<ArgumentException>(() => GrpcExpClient.ForInProcess(options)).Message, StringComparison.Ordinal);
        }
    }

    private async Task WriteAsync(Snapshot snapshot)
    {
        await File.WriteAllTextAsync(FlagFile + ".new", JsonFormatter.Default.Format(snapshot), Cancelled);
        File.Move(FlagFile + ".new", FlagFile, overwrite: true);
    }
}
