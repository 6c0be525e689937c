using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;
using Control = GrpcExp.Contracts.Control.V1;
using Wire = GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Unit.Sync;

public sealed class SnapshotMappingTests
{
    [Fact]
    public void Numbers_on_the_wire_mean_what_the_evaluator_means()
    {
        Assert.Equal(Numbers<Control.Operator>(), Numbers<ConditionOperator>());
        Assert.Equal(Numbers<Wire.Reason>(), Numbers<EvaluationReason>());
        Assert.Equal(Numbers<Control.FlagType>("String", "Text"), Numbers<FlagType>());
        Assert.Equal(Numbers<Wire.ErrorCode>("Unspecified", "None"), Numbers<EvaluationErrorCode>());
    }

    [Fact]
    public void Every_part_of_a_snapshot_arrives()
    {
        var flag = Snapshots.Switch("flag");
        flag.Prerequisites.Add(new Control.Prerequisite { FlagKey = "gate", Variants = { "on" } });
        flag.Rules.Add(new Control.Rule
        {
            Key = "rule",
            Condition = new Control.Condition
            {
                Negated = true,
                AnyOf = new Control.ConditionGroup
                {
                    Conditions =
                    {
                        new Control.Condition { Segment = "staff" },
                        new Control.Condition
                        {
                            Attribute = new Control.AttributeCondition
                            {
                                Attribute = "t",
                                Operator = Control.Operator.After,
                                Values = { new Control.AttributeValue { TimestampValue = new Timestamp { Seconds = 1, Nanos = 500 } } },
                            },
                        },
                    },
                },
            },
            Split = new Control.Split { Allocations = { Owns("on", 0, 10) } },
        });
        var snapshot = Snapshots.At(9, flag, Snapshots.Switch("gate"));
        snapshot.Segments.Add(new Control.Segment { Key = "staff", IncludedUnits = { "i" }, ExcludedUnits = { "o" } });
        snapshot.Layers.Add(new Control.Layer { Key = "layer", Holdout = { Range(9_000, 10_000) } });
        snapshot.Holdout.Add(Range(0, 100));
        snapshot.Experiments.Add(new RunningExperiment
        {
            Key = "x",
            FlagKey = "flag",
            Targeting = new Control.Condition(),
            LayerKey = "layer",
            LayerSlice = { Range(0, 5_000) },
            Allocations = { Owns("on", 0, 5_000), Owns("off", 5_000, 10_000) },
            ControlVariant = "off",
        });

        var config = SnapshotMapping.ToConfig(snapshot);
        var rule = Assert.Single(config.Flags[0].Rules);
        Assert.Equal((true, ConditionKind.AnyOf, 2), (rule.Condition!.Negated, rule.Condition.Kind, rule.Condition.Parts.Count));
        Assert.Equal("staff", rule.Condition.Parts[0].SegmentKey);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1).UtcTicks + 5, rule.Condition.Parts[1].Values[0].AsUtcTicks);
        Assert.Equal((null, new BucketRange(0, 10)), (rule.Variant, rule.Split[0].Ranges[0]));
        Assert.Equal("gate", config.Flags[0].Prerequisites[0].FlagKey);
        Assert.Equal(["a", "b"], config.Flags[0].ForcedUnits.Keys.Order());
        Assert.Equal(["i"], config.Segments[0].IncludedUnits);
        Assert.Equal(["o"], config.Segments[0].ExcludedUnits);
        Assert.Equal([new BucketRange(9_000, 10_000)], config.Layers[0].Holdout);
        Assert.Equal([new BucketRange(0, 100)], config.Holdout);
        Assert.Equal(("layer", "off", 2), (config.Experiments[0].LayerKey, config.Experiments[0].ControlVariant, config.Experiments[0].Allocations.Count));
        Assert.True(SnapshotModel.TryCompile(config, out _, out var problems), string.Join('\n', problems));
    }

    [Fact]
    public void Values_survive_the_way_there_and_back()
    {
        FlagValue[] values = [FlagValue.Bool(true), FlagValue.Text("t"), FlagValue.Int(long.MinValue), FlagValue.Double(0.1), FlagValue.Json("{}")];
        Assert.All(values, value => Assert.Equal(value, SnapshotMapping.ToValue(SnapshotMapping.ToContract(value))));
        Assert.Null(SnapshotMapping.ToContract(default(FlagValue)));
    }

    [Theory]
    [Trait("Promise", "P3.1")]
    [InlineData(long.MinValue, int.MinValue)]
    [InlineData(long.MaxValue, int.MaxValue)]
    [InlineData(253402300799, 2_000_000_000)]
    public void A_timestamp_out_of_range_is_clamped_and_does_not_throw(long seconds, int nanos) => Assert.Equal(
        AttributeKind.Timestamp,
        ConditionMapping.ToValue(new Control.AttributeValue { TimestampValue = new Timestamp { Seconds = seconds, Nanos = nanos } }).Kind);

    private static IEnumerable<(string, int)> Numbers<T>(string theirs = "", string ours = "")
        where T : struct, System.Enum => System.Enum.GetValues<T>()
            .Select(value => (value.ToString() == theirs ? ours : value.ToString(), Convert.ToInt32(value)));

    private static Control.BucketRange Range(int start, int end) => new() { Start = start, End = end };

    private static Control.VariantAllocation Owns(string variant, int start, int end) => new() { Variant = variant, Ranges = { Range(start, end) } };
}
