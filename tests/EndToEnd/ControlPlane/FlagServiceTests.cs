using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class FlagServiceTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>
{
    private FlagService.FlagServiceClient Flags => fixture.Flags;

    [Fact]
    public async Task A_flag_is_created_read_updated_switched_and_deleted()
    {
        var created = await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("whole-life"), Reason = "first" });
        Assert.Equal((1L, 1), (created.Version, created.HashVersion));
        Assert.Equal(created, await Flags.GetFlagAsync(new GetFlagRequest { Key = "whole-life" }));

        var wanted = created.Clone();
        wanted.Description = "described";
        var updated = await Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = wanted });
        Assert.Equal((2L, "described", created.CreateTime), (updated.Version, updated.Description, updated.CreateTime));

        var off = await Flags.SetEnabledAsync(new SetEnabledRequest { Key = "whole-life" });
        Assert.Equal((3L, false), (off.Version, off.Enabled));
        Assert.Equal(off, await Flags.SetEnabledAsync(new SetEnabledRequest { Key = "whole-life" }));

        var before = (await Flags.ListFlagsAsync(new ListFlagsRequest())).Revision;
        var deleted = await Flags.DeleteFlagAsync(new DeleteFlagRequest { Key = "whole-life", Etag = off.Etag });
        Assert.Equal(before + 1, deleted.Revision);
        Assert.Equal("NOT_FOUND", (await Refusals.OfAsync(Flags.GetFlagAsync(new GetFlagRequest { Key = "whole-life" }))).Reason);
    }

    [Fact]
    public async Task A_schedule_that_never_holds_or_is_no_time_is_refused_and_one_that_does_is_kept()
    {
        var flag = Samples.Flag("scheduled");
        var start = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 2_000_000_000 };
        flag.Rules.Add(new Rule { Key = "never", Variant = "treatment", StartTime = start, EndTime = start });
        flag.Rules.Add(new Rule { Key = "no-time", Variant = "treatment", StartTime = new Google.Protobuf.WellKnownTypes.Timestamp { Nanos = -1 } });
        var refusal = await Refusals.OfAsync(Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag }));
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal(["flag.rules[never].end_time", "flag.rules[no-time].start_time"], refusal.Fields.Order());

        flag.Rules.RemoveAt(1);
        flag.Rules[0].EndTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 2_000_000_000, Nanos = 100 };
        var created = await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag });
        Assert.Equal(flag.Rules, created.Rules);
        Assert.Equal(created, await Flags.GetFlagAsync(new GetFlagRequest { Key = "scheduled" }));
    }

    [Fact]
    public async Task A_bad_flag_is_refused_with_every_violation_at_once()
    {
        var flag = new Flag
        {
            Key = "not a key",
            Type = FlagType.Bool,
            Description = new string('x', 1_001),
            Variants = { new Variant { Key = "on", Value = new FlagValue { StringValue = "text" } } },
            DefaultVariant = "missing",
            Rules =
            {
                new Rule { Key = "r1", Condition = new Condition { Segment = "no-such-segment" }, Variant = "on" },
                new Rule { Key = "r2", Condition = Matches("(unclosed"), Variant = "gone" },
            },
            ForcedUnits = { ["unit"] = "nowhere" },
            Prerequisites = { new Prerequisite { FlagKey = "no-such-flag", Variants = { "on" } } },
        };

        var refusal = await Refusals.OfAsync(Flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag, RequestId = new string('r', 101), Reason = "\u0001" }));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (refusal.Code, refusal.Reason));
        string[] expected =
        [
            "request_id", "reason", "flag.key", "flag.owner", "flag.description", "flag.variants[on].value", "flag.default_variant",
            "flag.rules[r1].condition", "flag.rules[r2].condition.values[0]", "flag.rules[r2].variant", "flag.forced_units[unit]",
            "flag.prerequisites[no-such-flag]",
        ];
        Assert.Equal(expected.Order(), refusal.Fields.Order());
    }

    [Fact]
    public async Task An_empty_request_is_refused_and_not_an_accident()
    {
        var refusal = await Refusals.OfAsync(Flags.CreateFlagAsync(new CreateFlagRequest()));

        Assert.Equal("INVALID_ARGUMENT", refusal.Reason);
        Assert.Contains("flag.key", refusal.Fields);
        Assert.Contains("flag.type", refusal.Fields);
        Assert.Contains("flag.variants", refusal.Fields);
    }

    [Fact]
    [Trait("Promise", "P1.1")]
    public async Task A_stale_etag_is_aborted()
    {
        var first = await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("stale") });
        await Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = first });

        var update = await Refusals.OfAsync(Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = first }));
        var toggle = await Refusals.OfAsync(Flags.SetEnabledAsync(new SetEnabledRequest { Key = "stale", Etag = first.Etag }));
        var delete = await Refusals.OfAsync(Flags.DeleteFlagAsync(new DeleteFlagRequest { Key = "stale", Etag = first.Etag }));

        Assert.All([update, toggle, delete], refusal => Assert.Equal((StatusCode.Aborted, "STALE_ETAG"), (refusal.Code, refusal.Reason)));
    }

    [Fact]
    [Trait("Promise", "P1.3")]
    public async Task A_repeated_request_id_gives_the_same_answer_and_with_another_body_none()
    {
        var request = new CreateFlagRequest { Flag = Samples.Flag("idempotent"), RequestId = "create-idempotent" };
        request.Flag.ForcedUnits.Add("zoe", "treatment");
        request.Flag.ForcedUnits.Add("ann", "control");
        var first = await Flags.CreateFlagAsync(request);

        // A map has no order: a client that sends it the other way round repeats the same request.
        var again = new CreateFlagRequest { Flag = Samples.Flag("idempotent"), RequestId = "create-idempotent" };
        again.Flag.ForcedUnits.Add("ann", "control");
        again.Flag.ForcedUnits.Add("zoe", "treatment");
        Assert.Equal(first, await Flags.CreateFlagAsync(again));

        var other = await Refusals.OfAsync(Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("other"), RequestId = "create-idempotent" }));
        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), (other.Code, other.Reason));
        Assert.Equal(["request_id"], other.Fields);
        Assert.Equal("ALREADY_EXISTS", (await Refusals.OfAsync(Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("idempotent") }))).Reason);
    }

    [Fact]
    public async Task The_type_of_a_flag_is_fixed()
    {
        var flag = await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("typed") });
        flag.Type = FlagType.Json;

        Assert.Equal(["flag.type"], (await Refusals.OfAsync(Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = flag }))).Fields);
    }

    [Fact]
    public async Task A_circle_of_prerequisites_is_refused()
    {
        await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("circle-a") });
        await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Needing("circle-b", "circle-a") });
        await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Needing("circle-c", "circle-b") });

        var refusal = await Refusals.OfAsync(Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = Needing("circle-a", "circle-c") }));

        Assert.Equal((StatusCode.FailedPrecondition, "PREREQUISITE_CYCLE"), (refusal.Code, refusal.Reason));
        Assert.Contains("circle-a -> circle-c -> circle-b -> circle-a", refusal.Message);
        Assert.Equal("PREREQUISITE_CYCLE", (await Refusals.OfAsync(Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = Needing("circle-a", "circle-a") }))).Reason);
    }

    [Fact]
    public async Task A_flag_that_another_needs_keeps_what_is_needed()
    {
        var needed = await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("needed") });
        await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Needing("needing", "needed") });
        needed.Variants.RemoveAt(1);

        var update = await Refusals.OfAsync(Flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = needed }));
        var delete = await Refusals.OfAsync(Flags.DeleteFlagAsync(new DeleteFlagRequest { Key = "needed" }));

        Assert.Equal((StatusCode.FailedPrecondition, "IN_USE"), (update.Code, update.Reason));
        Assert.Equal(("IN_USE", "flags/needing"), (delete.Reason, delete.Facts["needed_by"]));
    }

    [Fact]
    public async Task Lists_come_in_pages_that_follow_each_other()
    {
        for (var i = 0; i < 5; i++)
        {
            await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag($"paged-{i}") });
        }

        var keys = new List<string>();
        var token = "";
        do
        {
            var page = await Flags.ListFlagsAsync(new ListFlagsRequest { PageSize = 2, PageToken = token, Filter = "paged-" });
            Assert.InRange(page.Flags.Count, 1, 2);
            keys.AddRange(page.Flags.Select(flag => flag.Key));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"paged-{i}"), keys);
        var refusal = await Refusals.OfAsync(Flags.ListFlagsAsync(new ListFlagsRequest { PageSize = 1_001, PageToken = "!", Filter = "\0" }));
        Assert.Equal(["page_size", "page_token", "filter"], refusal.Fields);
    }

    [Fact]
    public async Task A_segment_cannot_contain_itself_and_a_layer_no_overlapping_ranges()
    {
        await Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = "seg-a", IncludedUnits = { "u" } } });
        await Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = "seg-b", Condition = new Condition { Segment = "seg-a" } } });

        var circle = await Refusals.OfAsync(Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = "seg-a", Condition = new Condition { Segment = "seg-b" } } }));
        var unknown = await Refusals.OfAsync(Flags.PutSegmentAsync(new PutSegmentRequest { Segment = new Segment { Key = "seg-c", Condition = new Condition { Segment = "none" } } }));
        var layer = await Refusals.OfAsync(Flags.PutLayerAsync(new PutLayerRequest
        {
            Layer = new Layer { Key = "lay", Holdout = { new BucketRange { Start = 0, End = 100 }, new BucketRange { Start = 50, End = 20_000 } } },
        }));

        Assert.Equal(["segment.condition"], circle.Fields);
        Assert.Equal(["segment.condition"], unknown.Fields);
        Assert.Equal(["layer.holdout", "layer.holdout"], layer.Fields);
        Assert.Equal(["seg-a", "seg-b"], (await Flags.ListSegmentsAsync(new ListSegmentsRequest())).Segments.Select(segment => segment.Key));
    }

    [Fact]
    public async Task The_control_plane_evaluates_what_it_stores()
    {
        await Flags.CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("evaluated") });
        var evaluation = new EvaluationService.EvaluationServiceClient(fixture.Editor);
        var request = new EvaluateRequest { FlagKey = "evaluated", Context = new EvaluationContext { UnitId = "u1" } };

        await Eventually.HoldsAsync(async () => (await evaluation.EvaluateAsync(request)).Variant == "control", "the new flag is answered");

        Assert.Equal(Reason.Static, (await evaluation.EvaluateAsync(request)).Reason);
    }

    private static Condition Matches(string pattern) => new()
    {
        Attribute = new AttributeCondition { Attribute = "email", Operator = Operator.Matches, Values = { new AttributeValue { StringValue = pattern } } },
    };

    private static Flag Needing(string key, string other)
    {
        var flag = Samples.Flag(key);
        flag.Prerequisites.Add(new Prerequisite { FlagKey = other, Variants = { "treatment" } });
        return flag;
    }
}
