using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Segments and layers are read one by one, listed in pages, and deleted once nobody uses them.</summary>
[Collection(OneEmbeddedServer.Name)]
public sealed class SegmentLayerTests(EmbeddedServer fixture)
{
    private FlagService.FlagServiceClient Flags => fixture.Flags;

    private ExperimentStage Stage => new(fixture.Editor, fixture.Approver);

    [Fact]
    public async Task A_segment_is_read_and_deleted_once_neither_flag_nor_segment_nor_experiment_uses_it()
    {
        var stored = await PutSegmentAsync("sl-used");
        Assert.Equal(stored, await Flags.GetSegmentAsync(new GetSegmentRequest { Key = "sl-used" }));
        await Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = "sl-user", Condition = new Condition { Segment = "sl-used" } } });
        var flag = Samples.Flag("sl-flag");
        flag.Rules.Add(new Rule { Key = "r", Condition = new Condition { Segment = "sl-used" }, Variant = "treatment" });
        await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag });
        await Stage.DraftAsync("sl-draft", draft => draft.Targeting = new Condition { Segment = "sl-used" });
        await Stage.ConcludedAsync("sl-over", over => over.Targeting = new Condition { Segment = "sl-used" });

        var refusal = await Refusals.OfAsync(Flags.DeleteSegmentAsync(new DeleteSegmentRequest { Key = "sl-used" }));

        Assert.Equal((StatusCode.FailedPrecondition, "IN_USE"), (refusal.Code, refusal.Reason));
        Assert.Equal("flags/sl-flag,segments/sl-user,experiments/sl-draft", refusal.Facts["needed_by"]);

        await Flags.DeleteFlagAsync(new DeleteFlagRequest { Key = "sl-flag" });
        await Flags.DeleteSegmentAsync(new DeleteSegmentRequest { Key = "sl-user" });
        await fixture.Experiments.ArchiveExperimentAsync(new TransitionExperimentRequest { Key = "sl-draft" });
        var stale = await Refusals.OfAsync(Flags.DeleteSegmentAsync(new DeleteSegmentRequest { Key = "sl-used", Etag = "stale" }));
        Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), (stale.Code, stale.Reason));
        var deleted = await Flags.DeleteSegmentAsync(new DeleteSegmentRequest { Key = "sl-used", Etag = stored.Etag, Reason = "unused" });

        var snapshot = await SnapshotAsync();
        Assert.Equal(deleted.Revision, snapshot.Revision);
        Assert.DoesNotContain(snapshot.Segments, segment => segment.Key.StartsWith("sl-", StringComparison.Ordinal));
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(Flags.GetSegmentAsync(new GetSegmentRequest { Key = "sl-used" }))).Reason);
        Assert.Equal(["segment.put", "segment.delete"], await ActionsAsync("segments/sl-used"));
    }

    [Fact]
    public async Task A_layer_is_read_and_deleted_once_no_experiment_shares_it()
    {
        var stored = await Flags.PutLayerAsync(new PutLayerRequest { Layer = new Layer { Key = "sl-layer" } });
        Assert.Equal(stored, await Flags.GetLayerAsync(new GetLayerRequest { Key = "sl-layer" }));
        await Stage.RunningAsync("sl-sharing", sharing =>
        {
            sharing.LayerKey = "sl-layer";
            sharing.LayerSlice.Add(new BucketRange { Start = 0, End = 1_000 });
        });

        var refusal = await Refusals.OfAsync(Flags.DeleteLayerAsync(new DeleteLayerRequest { Key = "sl-layer" }));
        Assert.Equal(("IN_USE", "experiments/sl-sharing"), (refusal.Reason, refusal.Facts["needed_by"]));

        await fixture.Approvals.ConcludeExperimentAsync(new ConcludeExperimentRequest { Key = "sl-sharing", Decision = Decision.Inconclusive });
        await Flags.DeleteLayerAsync(new DeleteLayerRequest { Key = "sl-layer", Etag = stored.Etag });

        Assert.DoesNotContain((await SnapshotAsync()).Layers, layer => layer.Key == "sl-layer");
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(Flags.DeleteLayerAsync(new DeleteLayerRequest { Key = "sl-layer" }))).Reason);
        Assert.Equal(["layer.put", "layer.delete"], await ActionsAsync("layers/sl-layer"));
    }

    [Fact]
    public async Task Segments_and_layers_come_in_pages()
    {
        string[] expected = ["sl-page-0", "sl-page-1", "sl-page-2"];
        foreach (var key in expected)
        {
            await PutSegmentAsync(key);
            await Flags.PutLayerAsync(new PutLayerRequest { Layer = new Layer { Key = key } });
        }

        var segments = new List<string>();
        var layers = new List<string>();
        var (segmentPage, layerPage) = (new ListSegmentsRequest { PageSize = 2, Filter = "sl-page-" }, new ListLayersRequest { PageSize = 2, Filter = "sl-page-" });
        do
        {
            var answer = await Flags.ListSegmentsAsync(segmentPage);
            Assert.InRange(answer.Segments.Count, 1, 2);
            segments.AddRange(answer.Segments.Select(segment => segment.Key));
            segmentPage.PageToken = answer.NextPageToken;
        }
        while (segmentPage.PageToken.Length > 0);
        do
        {
            var answer = await Flags.ListLayersAsync(layerPage);
            Assert.InRange(answer.Layers.Count, 1, 2);
            layers.AddRange(answer.Layers.Select(layer => layer.Key));
            layerPage.PageToken = answer.NextPageToken;
        }
        while (layerPage.PageToken.Length > 0);

        Assert.Equal(expected, segments);
        Assert.Equal(expected, layers);
        var refusal = await Refusals.OfAsync(Flags.ListSegmentsAsync(new ListSegmentsRequest { PageSize = -1, PageToken = "!", Filter = "\0" }));
        Assert.Equal(["page_size", "page_token", "filter"], refusal.Fields);
    }

    private async Task<Segment> PutSegmentAsync(string key) =>
        await Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = key, IncludedUnits = { "u" } } });

    private async Task<Snapshot> SnapshotAsync()
    {
        var sync = new SyncService.SyncServiceClient(fixture.Server.AsAdmin());
        return Snapshot.Parser.ParseFrom((await sync.GetSnapshotAsync(new GetSnapshotRequest { Environment = "production" })).Body);
    }

    private async Task<IEnumerable<string>> ActionsAsync(string resource) =>
        (await fixture.Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = resource })).Events.Select(entry => entry.Action);
}
