using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly ConditionConfig Beta = ConditionConfig.Where("beta", ConditionOperator.Equals, AttributeValue.Bool(true));

    [Fact]
    public void An_unknown_flag_is_an_error_and_not_an_exception()
    {
        var model = SnapshotModel.Compile(Samples.Snapshot());
        Assert.Equal(EvaluationErrorCode.FlagNotFound, Evaluate(model, "nope", "u").ErrorCode);
        Assert.Equal(EvaluationErrorCode.FlagNotFound, Evaluator.Evaluate(model, new EvaluationRequest(null, null), DateTimeOffset.UnixEpoch).ErrorCode);
        Assert.Equal(EvaluationErrorCode.NotReady, Evaluator.Evaluate(null, new EvaluationRequest("f", "u"), DateTimeOffset.UnixEpoch).ErrorCode);
    }

    [Fact]
    public void A_flag_that_treats_everybody_alike_is_static()
    {
        var result = Evaluate(SnapshotModel.Compile(Samples.Snapshot(Samples.Switch("f"))), "f", "u");
        Assert.Equal(
            new EvaluationResult
            {
                Value = FlagValue.Bool(false),
                Variant = "off",
                Reason = EvaluationReason.Static,
                FlagVersion = 3,
                Revision = new Revision(7),
            },
            result);
    }

    [Fact]
    public void The_default_of_a_flag_with_rules_is_not_static()
    {
        var flag = Samples.Switch("f") with { Rules = [new RuleConfig { Key = "r", Condition = Beta, Variant = "on" }] };
        var model = SnapshotModel.Compile(Samples.Snapshot(flag));
        Assert.Equal(EvaluationReason.Default, Evaluate(model, "f", "u").Reason);
        var forcing = Samples.Switch("f") with { ForcedUnits = new Dictionary<string, string> { ["tester"] = "on" } };
        Assert.Equal(EvaluationReason.Default, Evaluate(SnapshotModel.Compile(Samples.Snapshot(forcing)), "f", "u").Reason);
    }

    [Fact]
    public void The_kill_switch_comes_before_everything()
    {
        var flag = Everything() with { Enabled = false };
        var result = Evaluate(Compile(flag), "f", "tester");
        Assert.Equal((EvaluationReason.Disabled, "off", "f"), (result.Reason, result.Variant, "f"));
    }

    [Fact]
    public void A_disabled_flag_without_an_off_variant_serves_the_default()
    {
        var model = SnapshotModel.Compile(Samples.Snapshot(Samples.Switch("f") with { Enabled = false, DefaultVariant = "on" }));
        Assert.Equal("on", Evaluate(model, "f", "u").Variant);
    }

    [Fact]
    public void A_forced_unit_comes_before_prerequisites_and_experiments()
    {
        var result = Evaluate(Compile(Everything() with { Prerequisites = [new PrerequisiteConfig("gate", ["on"])] }), "f", "tester");
        Assert.Equal((EvaluationReason.TargetingMatch, "on", null), (result.Reason, result.Variant, result.ExperimentKey));
    }

    [Fact]
    public void An_unmet_prerequisite_serves_the_off_variant()
    {
        var result = Evaluate(Compile(Everything() with { Prerequisites = [new PrerequisiteConfig("gate", ["on"])], OffVariant = "off" }), "f", "u");
        Assert.Equal((EvaluationReason.PrerequisiteFailed, "off"), (result.Reason, result.Variant));
        var met = Evaluate(Compile(Everything() with { Prerequisites = [new PrerequisiteConfig("gate", ["off"])] }), "f", "u");
        Assert.Equal(EvaluationReason.Split, met.Reason);
    }

    [Fact]
    public void A_running_experiment_comes_before_rules_and_names_itself()
    {
        var result = Evaluate(Compile(Everything()), "f", "u");
        var bucket = Bucketing.Bucket("f", "u");
        Assert.Equal(
            (EvaluationReason.Split, "x", null, bucket, bucket < 5000 ? "off" : "on"),
            (result.Reason, result.ExperimentKey, result.RuleKey, result.Bucket, result.Variant));
    }

    [Fact]
    public void A_unit_outside_the_traffic_goes_on_to_the_rules()
    {
        var experiment = Samples.Experiment("x", "f") with { Allocations = [new VariantAllocation("on", [new BucketRange(0, 1)])] };
        var model = SnapshotModel.Compile(Samples.Snapshot(Everything(), Samples.Switch("gate")) with { Experiments = [experiment] });
        var unit = Enumerable.Range(0, 100).Select(index => $"u{index}").First(unit => Bucketing.Bucket("f", unit) > 0);
        Assert.Equal("beta", Evaluate(model, "f", unit, new UnitAttribute("beta", AttributeValue.Bool(true))).RuleKey);
        Assert.Equal("half", Evaluate(model, "f", unit).RuleKey);
    }

    [Fact]
    public void An_experiment_takes_only_whom_it_targets()
    {
        var experiment = Samples.Experiment("x", "f") with { Targeting = Beta };
        var model = SnapshotModel.Compile(Samples.Snapshot(Samples.Switch("f")) with { Experiments = [experiment] });
        Assert.Equal((EvaluationReason.Default, null), (Evaluate(model, "f", "u").Reason, Evaluate(model, "f", "u").ExperimentKey));
        Assert.Equal("x", Evaluate(model, "f", "u", new UnitAttribute("beta", AttributeValue.Bool(true))).ExperimentKey);
    }

    [Fact]
    public void Rules_are_tried_from_the_top_and_a_split_can_let_a_unit_pass()
    {
        var flag = Samples.Switch("f") with
        {
            Rules =
            [
                new RuleConfig { Key = "tenth", Split = [new VariantAllocation("on", [new BucketRange(0, 1000)])] },
                new RuleConfig { Key = "rest", Variant = "off" },
            ],
        };
        var model = SnapshotModel.Compile(Samples.Snapshot(flag));
        for (var index = 0; index < 100; index++)
        {
            var inTenth = Bucketing.Bucket("f", $"u{index}") < 1000;
            var result = Evaluate(model, "f", $"u{index}");
            Assert.Equal(
                inTenth ? ("tenth", EvaluationReason.Split, "on") : ("rest", EvaluationReason.TargetingMatch, "off"),
                (result.RuleKey, result.Reason, result.Variant));
        }
    }

    [Fact]
    public void The_type_asked_for_must_be_the_type_of_the_flag()
    {
        var model = SnapshotModel.Compile(Samples.Snapshot(Samples.Switch("f")));
        var mismatch = Evaluator.Evaluate(model, new EvaluationRequest("f", "u", default, FlagType.Text), DateTimeOffset.UnixEpoch);
        Assert.Equal((EvaluationReason.Error, EvaluationErrorCode.TypeMismatch, null), (mismatch.Reason, mismatch.ErrorCode, mismatch.Variant));
        Assert.Equal(EvaluationErrorCode.None, Evaluator.Evaluate(model, new EvaluationRequest("f", "u", default, FlagType.Bool), DateTimeOffset.UnixEpoch).ErrorCode);
    }

    [Fact]
    public void A_missing_unit_id_is_an_error_only_where_the_answer_hangs_on_it()
    {
        var model = Compile(Everything());
        Assert.Equal(EvaluationErrorCode.UnitIdMissing, Evaluate(model, "f", "").ErrorCode);
        Assert.Equal(EvaluationErrorCode.None, Evaluate(model, "gate", "").ErrorCode);
    }

    [Fact]
    [Trait("Promise", "P7")]
    public void A_unit_id_is_held_to_500_bytes_and_attributes_to_200()
    {
        var model = Compile(Everything());
        Assert.Equal(EvaluationErrorCode.None, Evaluate(model, "f", new string('é', 250)).ErrorCode);
        Assert.Equal(EvaluationErrorCode.InvalidContext, Evaluate(model, "f", new string('é', 250) + "a").ErrorCode);
        Assert.Equal(EvaluationErrorCode.InvalidContext, Evaluate(model, "f", new string('a', 1_000_000)).ErrorCode);
        Assert.Equal(EvaluationErrorCode.None, Evaluate(model, "f", "u", new UnitAttribute[200]).ErrorCode);
        Assert.Equal(EvaluationErrorCode.InvalidContext, Evaluate(model, "f", "u", new UnitAttribute[201]).ErrorCode);
    }

    [Fact]
    public void An_explanation_tells_every_step_and_the_same_answer()
    {
        var model = Compile(Everything() with { Prerequisites = [new PrerequisiteConfig("gate", ["off"])] });
        var explanation = Evaluator.Explain(model, new EvaluationRequest("f", "u"), DateTimeOffset.UnixEpoch);
        Assert.Equal(Evaluate(model, "f", "u"), explanation.Result);
        Assert.Equal(
            ["prerequisite gate", "default", "prerequisite gate", "experiment x"], explanation.Steps.Select(step => step.Stage));
    }

    private static EvaluationResult Evaluate(SnapshotModel model, string flag, string unit, params UnitAttribute[] attributes) =>
        Evaluator.Evaluate(model, new EvaluationRequest(flag, unit, attributes), DateTimeOffset.UnixEpoch);

    private static SnapshotModel Compile(FlagConfig flag) => SnapshotModel.Compile(
        Samples.Snapshot(flag, Samples.Switch("gate")) with { Experiments = [Samples.Experiment("x", "f")] });

    private static FlagConfig Everything() => Samples.Switch("f") with
    {
        ForcedUnits = new Dictionary<string, string> { ["tester"] = "on" },
        Rules =
        [
            new RuleConfig { Key = "beta", Condition = Beta, Variant = "on" },
            new RuleConfig { Key = "half", Split = VariantAllocator.Allocate([new("on", 1), new("off", 1)], BasisPoints.All) },
        ],
    };
}
