using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Database.Storage;

public sealed class SqliteSnapshotTests() : SnapshotTests(StorageEngine.Sqlite);

public sealed class PostgresSnapshotTests() : SnapshotTests(StorageEngine.Postgres);

public abstract class SnapshotTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task A_new_environment_starts_at_revision_one_with_an_empty_snapshot()
    {
        var store = await OpenAsync();

        var envelope = await store.ReadSnapshotAsync(Cancelled);

        var snapshot = Snapshot.Parser.ParseFrom(envelope.Body);
        Assert.Equal(("test", 1L, envelope.Epoch), (snapshot.Environment, snapshot.Revision, snapshot.Epoch));
        Assert.Empty(snapshot.Flags);
    }

    [Fact]
    public async Task The_stored_snapshot_holds_everything_in_the_order_of_keys()
    {
        var store = await OpenAsync();
        foreach (var key in new[] { "b", "a.b", "B", "a", "a-b", "a_b" })
        {
            await PutAsync(store, NewFlag(key));
        }

        await PutSegmentAsync(store, "s");
        await PutLayerAsync(store, "l");
        await PutExperimentAsync(store, "e", ExperimentState.Running);
        await PutExperimentAsync(store, "draft", ExperimentState.Draft);

        var envelope = await store.ReadSnapshotAsync(Cancelled);

        var snapshot = Snapshot.Parser.ParseFrom(envelope.Body);
        Assert.Equal(["B", "a", "a-b", "a.b", "a_b", "b"], snapshot.Flags.Select(flag => flag.Key));
        Assert.Equal(["s"], snapshot.Segments.Select(segment => segment.Key));
        Assert.Equal(["l"], snapshot.Layers.Select(layer => layer.Key));
        Assert.Equal("control", Assert.Single(snapshot.Experiments).ControlVariant);
        Assert.Equal(envelope.Body, snapshot.ToByteString());
        Assert.Equal(SHA256.HashData(envelope.Body.Span), envelope.Sha256.ToByteArray());
    }

    [Fact]
    public async Task Applying_every_delta_to_the_first_snapshot_gives_the_bytes_of_the_last()
    {
        var store = await OpenAsync();
        var first = Snapshot.Parser.ParseFrom((await store.ReadSnapshotAsync(Cancelled)).Body);
        var flag = NewFlag("b");
        flag.ForcedUnits.Add("zoe", "on");
        flag.ForcedUnits.Add("ann", "off");
        flag = await PutAsync(store, flag);
        await PutAsync(store, NewFlag("a"));
        await PutSegmentAsync(store, "s");
        await PutLayerAsync(store, "l");
        await PutExperimentAsync(store, "e", ExperimentState.Running);
        await PutExperimentAsync(store, "e", ExperimentState.Concluded);
        await PutExperimentAsync(store, "f", ExperimentState.Running);
        await DeleteAsync(store, "a");
        await PutSegmentAsync(store, "t");
        await PutLayerAsync(store, "m");
        await SetHoldoutAsync(store, (0, 100), (9_900, 10_000));
        await DeleteTargetingAsync(store, "s", "l");

        var applied = first;
        foreach (var change in (await store.ReadOutboxAsync(100, Cancelled)).Skip(1))
        {
            Assert.Equal(applied.Revision, change.FromRevision);
            applied = Apply(applied, change);
            Assert.Equal(SHA256.HashData(applied.ToByteArray()), change.SnapshotSha256.ToByteArray());
        }

        Assert.Equal((await store.ReadSnapshotAsync(Cancelled)).Body, applied.ToByteString());
        Assert.Equal(("t", "m", 2), (Assert.Single(applied.Segments).Key, Assert.Single(applied.Layers).Key, applied.Holdout.Count));

        // A server that starts now compiles the same from the tables.
        Assert.True((await store.AuditSnapshotAsync(Cancelled)).IsIntact);
        Assert.Equal(applied.Holdout, (await (await OpenAsync()).ReadAsync((session, _) => Task.FromResult(session.ReadHoldout()), Cancelled)).Ranges);
    }

    [Fact]
    public async Task A_change_that_no_evaluator_needs_makes_no_revision()
    {
        var store = await OpenAsync();

        await PutExperimentAsync(store, "draft", ExperimentState.Draft);

        Assert.Equal(1, (await store.ReadPositionAsync(Cancelled)).Revision);
        Assert.Single(await store.ReadOutboxAsync(100, Cancelled));
        Assert.Equal(2, await CountAsync("select count(*) from audit_events"));
    }

    [Fact]
    public async Task A_delta_over_the_limit_is_announced_without_its_content()
    {
        var store = await ControlStore.OpenAsync(Model with { MaxDeltaBytes = 300 }, Time, Cancelled);
        await PutAsync(store, NewFlag("a"));
        var large = NewFlag("b");
        large.Description = new string('x', 300);
        await PutAsync(store, large);

        var changes = await store.ReadOutboxAsync(100, Cancelled);

        Assert.NotNull(changes[1].Delta);
        Assert.Null(changes[2].Delta);
        Assert.Equal(3, changes[2].ToRevision);
        Assert.NotEmpty(changes[2].SnapshotSha256);
    }

    [Fact]
    public async Task The_outbox_forgets_what_was_published_and_keeps_the_rest()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"));
        await PutAsync(store, NewFlag("b"));

        Assert.Equal(2, await store.ForgetOutboxAsync(2, Cancelled));

        Assert.Equal([3L], (await store.ReadOutboxAsync(100, Cancelled)).Select(change => change.ToRevision));
    }

    [Fact]
    public async Task Another_epoch_keeps_counting_and_makes_old_etags_stale()
    {
        var store = await OpenAsync();
        var flag = await PutAsync(store, NewFlag("a"));
        var before = await store.ReadPositionAsync(Cancelled);

        await store.BeginEpochAsync("restored", Cancelled);

        var after = await store.ReadPositionAsync(Cancelled);
        Assert.NotEqual(before.Epoch, after.Epoch);
        Assert.Equal(before.Revision + 1, after.Revision);
        Assert.Equal(after.Epoch, Snapshot.Parser.ParseFrom((await store.ReadSnapshotAsync(Cancelled)).Body).Epoch);
        Assert.Null((await store.ReadOutboxAsync(100, Cancelled))[^1].Delta);
        Assert.NotEqual(flag.Etag, (await PutAsync(store, flag)).Etag);
    }

    private static Snapshot Apply(Snapshot from, ChangeMessage change)
    {
        var delta = change.Delta;
        var next = new Snapshot { Environment = from.Environment, Epoch = change.Epoch, Revision = change.ToRevision, CommitTime = delta.CommitTime };
        next.Holdout.Add(delta.HoldoutChange?.Ranges ?? from.Holdout);
        next.Flags.Add(Merge(from.Flags, delta.PutFlags, delta.DeletedFlags, flag => flag.Key));
        next.Segments.Add(Merge(from.Segments, delta.PutSegments, delta.DeletedSegments, segment => segment.Key));
        next.Layers.Add(Merge(from.Layers, delta.PutLayers, delta.DeletedLayers, layer => layer.Key));
        next.Experiments.Add(Merge(from.Experiments, delta.PutExperiments, delta.StoppedExperiments, experiment => experiment.Key));
        return next;
    }

    private static IEnumerable<T> Merge<T>(IEnumerable<T> from, IEnumerable<T> put, IEnumerable<string> gone, Func<T, string> key) =>
        from.Where(item => !gone.Contains(key(item)) && !put.Any(other => key(other) == key(item))).Concat(put).OrderBy(key, StringComparer.Ordinal);

    private static Task<Segment> PutSegmentAsync(ControlStore store, string key) => store.WriteAsync(
        Intent(new Segment()),
        (session, _) =>
        {
            var after = session.Put(new Segment { Key = key }, null);
            return Task.FromResult(new Change<Segment>(after, new AuditEntry("segment.put", $"segments/{key}", null, after)));
        },
        Cancelled);

    private static Task<Layer> PutLayerAsync(ControlStore store, string key) => store.WriteAsync(
        Intent(new Layer()),
        (session, _) =>
        {
            var after = session.Put(new Layer { Key = key }, null);
            return Task.FromResult(new Change<Layer>(after, new AuditEntry("layer.put", $"layers/{key}", null, after)));
        },
        Cancelled);

    private static Task<Experiment> PutExperimentAsync(ControlStore store, string key, ExperimentState state) => store.WriteAsync(
        Intent(new Experiment()),
        async (session, token) =>
        {
            var before = await session.FindExperimentAsync(key, token);
            var experiment = new Experiment
            {
                Key = key,
                FlagKey = "a",
                State = state,
                Variants = { new ExperimentVariant { Variant = "control", Control = true }, new ExperimentVariant { Variant = "treatment" } },
            };
            var after = session.Put(experiment, before);
            return new Change<Experiment>(after, new AuditEntry("experiment.put", $"experiments/{key}", before, after));
        },
        Cancelled);

    private static Task<Holdout> SetHoldoutAsync(ControlStore store, params (int Start, int End)[] ranges) => store.WriteAsync(
        Intent(new Holdout()),
        (session, _) =>
        {
            var before = session.ReadHoldout();
            var after = session.Put(new Holdout { Ranges = { ranges.Select(range => new BucketRange { Start = range.Start, End = range.End }) } });
            return Task.FromResult(new Change<Holdout>(after, new AuditEntry("holdout.set", "environments/test/holdout", before, after)));
        },
        Cancelled);

    private static async Task DeleteTargetingAsync(ControlStore store, string segmentKey, string layerKey)
    {
        await store.WriteAsync(
            Intent(new DeleteSegmentRequest()),
            async (session, token) =>
            {
                var before = (await session.FindSegmentAsync(segmentKey, token))!;
                session.Delete(before);
                return new Change<DeleteSegmentResponse>(new DeleteSegmentResponse(), new AuditEntry("segment.delete", $"segments/{segmentKey}", before, null));
            },
            Cancelled);
        await store.WriteAsync(
            Intent(new DeleteLayerRequest()),
            async (session, token) =>
            {
                var before = (await session.FindLayerAsync(layerKey, token))!;
                session.Delete(before);
                return new Change<DeleteLayerResponse>(new DeleteLayerResponse(), new AuditEntry("layer.delete", $"layers/{layerKey}", before, null));
            },
            Cancelled);
    }

    private static Task<DeleteFlagResponse> DeleteAsync(ControlStore store, string key) => store.WriteAsync(
        Intent(new DeleteFlagRequest()),
        async (session, token) =>
        {
            var before = (await session.FindFlagAsync(key, token))!;
            session.Delete(before);
            return new Change<DeleteFlagResponse>(
                new DeleteFlagResponse { Revision = session.NextRevision },
                new AuditEntry("flag.delete", $"flags/{key}", before, null));
        },
        Cancelled);
}
