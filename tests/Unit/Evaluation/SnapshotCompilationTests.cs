using GrpcExp.Evaluation;
using static GrpcExp.Evaluation.ConditionOperator;

namespace GrpcExp.Unit.Evaluation;

public sealed class SnapshotCompilationTests
{
    [Fact]
    [Trait("Promise", "P2.6")]
    public void Every_problem_is_reported_and_not_just_the_first()
    {
        var config = new SnapshotConfig
        {
            Environment = "",
            Revision = new Revision(-1),
            Holdout = [new BucketRange(5, 5)],
            Flags =
            [
                Samples.Switch("bad key!"),
                Samples.Switch("f") with
                {
                    Variants = [new VariantConfig("on", FlagValue.Int(1)), new VariantConfig("on", FlagValue.Bool(true))],
                    DefaultVariant = "gone",
                    HashVersion = 2,
                    ForcedUnits = new Dictionary<string, string> { ["u"] = "lost" },
                    Prerequisites = [new PrerequisiteConfig("nowhere", ["on"])],
                    Rules =
                    [
                        new RuleConfig { Key = "both", Variant = "on", Split = [new VariantAllocation("on", [new(0, 1)])] },
                        new RuleConfig { Key = "split", Split = [new VariantAllocation("on", [new(0, 10), new(9, 20)])] },
                        new RuleConfig { Key = "split", Variant = "on", Condition = ConditionConfig.InSegment("missing") },
                    ],
                },
            ],
            Experiments = [Samples.Experiment("x", "nowhere") with { LayerKey = "none" }],
        };
        Assert.False(SnapshotModel.TryCompile(config, out var model, out var problems));
        Assert.Null(model);
        Assert.Equal(
            [
                "environment",
                "experiments[x].flag_key",
                "experiments[x].layer_key",
                "experiments[x].layer_slice",
                "flags[bad key!].key",
                "flags[f].default_variant",
                "flags[f].forced_units[u]",
                "flags[f].hash_version",
                "flags[f].prerequisites[nowhere]",
                "flags[f].rules[both]",
                "flags[f].rules[split].condition",
                "flags[f].rules[split].key",
                "flags[f].rules[split].split",
                "flags[f].variants[on].key",
                "flags[f].variants[on].value",
                "holdout",
                "revision",
            ],
            problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.Equal(17, Assert.Throws<SnapshotInvalidException>(() => SnapshotModel.Compile(config)).Problems.Count);
    }

    [Fact]
    public void Prerequisites_in_a_circle_are_refused()
    {
        var problems = Problems(Samples.Snapshot(
            Samples.Switch("a") with { Prerequisites = [new PrerequisiteConfig("b", ["on"])] },
            Samples.Switch("b") with { Prerequisites = [new PrerequisiteConfig("a", ["on"])] }));
        Assert.Contains("a -> b -> a", Assert.Single(problems).Message);
    }

    [Fact]
    [Trait("Promise", "P7")]
    public void Prerequisites_that_multiply_are_refused()
    {
        // Each level asks for the one below twice: 2^n evaluations for n flags.
        var flags = Enumerable.Range(0, 12).Select(index => Samples.Switch($"f{index}") with
        {
            Prerequisites = index == 0 ? [] : [new($"f{index - 1}", ["on"]), new($"f{index - 1}", ["off", "on"])],
        });
        Assert.Contains("over the limit of 100", Assert.Single(Problems(Samples.Snapshot([.. flags]))).Message);
    }

    [Fact]
    public void Segments_in_a_circle_are_refused()
    {
        var problems = Problems(Samples.Snapshot() with
        {
            Segments =
            [
                new SegmentConfig { Key = "a", Condition = ConditionConfig.InSegment("b") },
                new SegmentConfig { Key = "b", Condition = ConditionConfig.InSegment("a") },
            ],
        });
        Assert.Contains("a -> b -> a", Assert.Single(problems).Message);
    }

    [Fact]
    [Trait("Promise", "P7")]
    public void Segments_that_multiply_are_refused()
    {
        var segments = Enumerable.Range(0, 9).Select(index => new SegmentConfig
        {
            Key = $"s{index}",
            Condition = index == 0
                ? new ConditionConfig()
                : ConditionConfig.AnyOf([.. Enumerable.Repeat(ConditionConfig.InSegment($"s{index - 1}"), 100)]),
        });
        Assert.Contains(Problems(Samples.Snapshot() with { Segments = [.. segments] }), problem => problem.Message.Contains("tests, over"));
    }

    [Theory]
    [Trait("Promise", "P7")]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [InlineData(5_000, false)]
    public void Groups_nest_ten_deep_and_no_deeper(int depth, bool isValid)
    {
        var condition = new ConditionConfig();
        for (var level = 0; level < depth; level++)
        {
            condition = ConditionConfig.AllOf(condition);
        }

        Assert.Equal(isValid, Problems(With(condition)).Count == 0);
    }

    [Theory]
    [InlineData("(a)\\1", "refused")]
    [InlineData("(?=a)b", "refused")]
    [InlineData("[", "refused")]
    [InlineData("((a{99}){99}){99}", "too large")]
    [InlineData("a{1001}", "too large")]
    public void A_pattern_that_could_be_slow_or_huge_is_refused(string pattern, string because) =>
        Assert.Contains(because, Assert.Single(Problems(With(ConditionConfig.Where("a", Matches, AttributeValue.Text(pattern))))).Message);

    [Fact]
    public void A_value_that_its_operator_cannot_compare_is_refused()
    {
        ConditionConfig[] conditions =
        [
            ConditionConfig.Where("a", ConditionOperator.Equals),
            ConditionConfig.Where("a", In),
            ConditionConfig.Where("a", Present, AttributeValue.Int(1)),
            ConditionConfig.Where("a", Contains, AttributeValue.Int(1)),
            ConditionConfig.Where("a", LessThan, AttributeValue.Text("1")),
            ConditionConfig.Where("a", Before, AttributeValue.Text("soon")),
            ConditionConfig.Where("a", SemverEquals, AttributeValue.Text("1.0")),
            ConditionConfig.Where("a", ConditionOperator.Equals, AttributeValue.TextList(["x"])),
            ConditionConfig.Where("", Present),
            ConditionConfig.Where("a", Unspecified),
        ];
        Assert.All(conditions, condition => Assert.Single(Problems(With(condition))));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{\"a\":[1,2]}", true)]
    [InlineData("[1]", false)]
    [InlineData("{} {}", false)]
    [InlineData("{\"a\":", false)]
    [InlineData("", false)]
    public void A_json_value_is_one_object(string json, bool isValid)
    {
        var flag = Samples.Switch("f") with
        {
            Type = FlagType.Json,
            Variants = [new VariantConfig("off", FlagValue.Json(json))],
        };
        Assert.Equal(isValid, Problems(Samples.Snapshot(flag)).Count == 0);
    }

    private static SnapshotConfig With(ConditionConfig condition) => Samples.Snapshot(
        Samples.Switch("f") with { Rules = [new RuleConfig { Key = "r", Condition = condition, Variant = "on" }] });

    private static IReadOnlyList<SnapshotProblem> Problems(SnapshotConfig config)
    {
        SnapshotModel.TryCompile(config, out _, out var problems);
        return problems;
    }
}
