using GrpcExp.Evaluation;
using static GrpcExp.Evaluation.ConditionOperator;

namespace GrpcExp.Unit.Evaluation;

public sealed class TargetingTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ConditionOperator.Equals, "DE", "DE", true)]
    [InlineData(ConditionOperator.Equals, "DE", "de", false)]
    [InlineData(In, "FR", "FR", true)]
    [InlineData(In, "F", "FR", false)]
    [InlineData(Contains, "shopping cart", "ping", true)]
    [InlineData(Contains, "shopping cart", "Ping", false)]
    [InlineData(StartsWith, "beta-3", "beta", true)]
    [InlineData(StartsWith, "a beta", "beta", false)]
    [InlineData(EndsWith, "me@example.com", "@example.com", true)]
    [InlineData(EndsWith, "me@example.com.evil", "@example.com", false)]
    [InlineData(Matches, "user-042", "^user-[0-9]{3}$", true)]
    [InlineData(Matches, "user-42", "^user-[0-9]{3}$", false)]
    [InlineData(SemverEquals, "1.2.3+build.7", "1.2.3", true)]
    [InlineData(SemverLessThan, "1.2.3-rc.1", "1.2.3", true)]
    [InlineData(SemverGreaterThan, "1.10.0", "1.9.9", true)]
    [InlineData(SemverGreaterThan, "not a version", "1.9.9", false)]
    public void Text_is_compared_by_its_operator(ConditionOperator comparison, string attribute, string value, bool holds) =>
        Assert.Equal(holds, Samples.Holds(
            ConditionConfig.Where("a", comparison, AttributeValue.Text(value)), new UnitAttribute("a", AttributeValue.Text(attribute))));

    [Theory]
    [InlineData(LessThan, 4, true)]
    [InlineData(LessThan, 5, false)]
    [InlineData(LessThanOrEqual, 5, true)]
    [InlineData(LessThanOrEqual, 6, false)]
    [InlineData(GreaterThan, 6, true)]
    [InlineData(GreaterThan, 5, false)]
    [InlineData(GreaterThanOrEqual, 5, true)]
    [InlineData(GreaterThanOrEqual, 4, false)]
    [InlineData(ConditionOperator.Equals, 5, true)]
    public void Integers_and_doubles_compare_as_numbers(ConditionOperator comparison, long attribute, bool holds)
    {
        foreach (var bound in new[] { AttributeValue.Int(5), AttributeValue.Double(5) })
        {
            var condition = ConditionConfig.Where("a", comparison, bound);
            Assert.Equal(holds, Samples.Holds(condition, new UnitAttribute("a", AttributeValue.Int(attribute))));
            Assert.Equal(holds, Samples.Holds(condition, new UnitAttribute("a", AttributeValue.Double(attribute))));
        }
    }

    // 2^53 + 1 has no double of its own: converting it would call it equal to 2^53.
    [Fact]
    public void Large_integers_are_not_rounded_when_compared_with_doubles()
    {
        var above = ConditionConfig.Where("a", GreaterThan, AttributeValue.Double(9_007_199_254_740_992d));
        Assert.True(Samples.Holds(above, new UnitAttribute("a", AttributeValue.Int(9_007_199_254_740_993))));
        Assert.False(Samples.Holds(above, new UnitAttribute("a", AttributeValue.Int(9_007_199_254_740_992))));
        Assert.False(Samples.Holds(above, new UnitAttribute("a", AttributeValue.Double(double.NaN))));
    }

    [Fact]
    public void Moments_compare_with_the_bound_belonging_to_after()
    {
        var before = ConditionConfig.Where("t", Before, AttributeValue.Timestamp(NewYear));
        var after = ConditionConfig.Where("t", After, AttributeValue.Timestamp(NewYear));
        Assert.True(Samples.Holds(before, new UnitAttribute("t", AttributeValue.Timestamp(NewYear.AddTicks(-1)))));
        Assert.False(Samples.Holds(before, new UnitAttribute("t", AttributeValue.Timestamp(NewYear))));
        Assert.True(Samples.Holds(after, new UnitAttribute("t", AttributeValue.Timestamp(NewYear))));
        Assert.True(Samples.Holds(after, new UnitAttribute("t", AttributeValue.Text("2026-01-01T01:00:00+01:00"))));
        Assert.True(Samples.Holds(before, new UnitAttribute("t", AttributeValue.Text("2025-12-31"))));
        Assert.False(Samples.Holds(before, new UnitAttribute("t", AttributeValue.Text("yesterday"))));
        Assert.False(Samples.Holds(after, new UnitAttribute("t", AttributeValue.Text("yesterday"))));
    }

    [Fact]
    public void A_list_matches_when_any_element_does()
    {
        var roles = new UnitAttribute("roles", AttributeValue.TextList(["viewer", "admin-eu"]));
        Assert.True(Samples.Holds(ConditionConfig.Where("roles", In, AttributeValue.Text("viewer")), roles));
        Assert.True(Samples.Holds(ConditionConfig.Where("roles", StartsWith, AttributeValue.Text("admin")), roles));
        Assert.True(Samples.Holds(ConditionConfig.Where("roles", Matches, AttributeValue.Text("eu$")), roles));
        Assert.False(Samples.Holds(ConditionConfig.Where("roles", ConditionOperator.Equals, AttributeValue.Text("admin")), roles));
    }

    [Fact]
    public void Kinds_are_not_converted_into_each_other()
    {
        Assert.False(Samples.Holds(
            ConditionConfig.Where("a", ConditionOperator.Equals, AttributeValue.Text("1")), new UnitAttribute("a", AttributeValue.Int(1))));
        Assert.False(Samples.Holds(
            ConditionConfig.Where("a", ConditionOperator.Equals, AttributeValue.Int(1)), new UnitAttribute("a", AttributeValue.Bool(true))));
        Assert.True(Samples.Holds(
            ConditionConfig.Where("a", ConditionOperator.Equals, AttributeValue.Bool(true)), new UnitAttribute("a", AttributeValue.Bool(true))));
    }

    [Fact]
    public void A_missing_attribute_matches_nothing_and_so_every_negation()
    {
        var condition = ConditionConfig.Where("a", ConditionOperator.Equals, AttributeValue.Text("x"));
        Assert.False(Samples.Holds(condition));
        Assert.True(Samples.Holds(ConditionConfig.Not(condition)));
        Assert.False(Samples.Holds(ConditionConfig.Where("a", Present)));
        Assert.True(Samples.Holds(ConditionConfig.Where("a", Present), new UnitAttribute("a", AttributeValue.Int(0))));
    }

    [Fact]
    public void The_unit_itself_is_an_attribute_that_a_request_cannot_fake()
    {
        var condition = ConditionConfig.Where("unit_id", ConditionOperator.Equals, AttributeValue.Text("unit-1"));
        Assert.True(Samples.Holds(condition, new UnitAttribute("unit_id", AttributeValue.Text("another"))));
    }

    [Fact]
    public void Groups_combine_their_parts()
    {
        var yes = new ConditionConfig();
        var no = ConditionConfig.Not(yes);
        Assert.True(Samples.Holds(ConditionConfig.AllOf(yes, yes)));
        Assert.False(Samples.Holds(ConditionConfig.AllOf(yes, no)));
        Assert.True(Samples.Holds(ConditionConfig.AnyOf(no, yes)));
        Assert.False(Samples.Holds(ConditionConfig.AnyOf(no, no)));
        Assert.True(Samples.Holds(ConditionConfig.AllOf()));
        Assert.False(Samples.Holds(ConditionConfig.AnyOf()));
        Assert.True(Samples.Holds(ConditionConfig.Not(ConditionConfig.AllOf(yes, ConditionConfig.Not(ConditionConfig.AnyOf(no, yes))))));
    }

    [Fact]
    public void A_segment_excludes_first_then_includes_then_asks_its_condition()
    {
        var segment = new SegmentConfig
        {
            Key = "vip",
            IncludedUnits = ["in", "both"],
            ExcludedUnits = ["out", "both"],
            Condition = ConditionConfig.Where("plan", ConditionOperator.Equals, AttributeValue.Text("gold")),
        };
        var model = Samples.When(ConditionConfig.InSegment("vip"), segment);
        UnitAttribute[] gold = [new("plan", AttributeValue.Text("gold"))];
        string[] variants =
        [
            .. new[] { "in", "both", "out", "else" }.Select(unit => Evaluator.Evaluate(model, new EvaluationRequest("flag", unit, gold), DateTimeOffset.UnixEpoch).Variant!),
            Evaluator.Evaluate(model, new EvaluationRequest("flag", "else"), DateTimeOffset.UnixEpoch).Variant!,
        ];
        Assert.Equal(["on", "off", "off", "on", "off"], variants);
    }

    // The example of Semantic Versioning 2.0.0, §11, in ascending order.
    [Fact]
    public void Versions_are_ordered_as_their_specification_orders_them()
    {
        string[] ascending =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
            "1.0.0", "2.0.0", "2.1.0", "2.1.1", "18446744073709551617.0.0",
        ];
        for (var left = 0; left < ascending.Length; left++)
        {
            for (var right = 0; right < ascending.Length; right++)
            {
                Assert.True(SemanticVersion.TryParse(ascending[left], out var leftVersion));
                Assert.True(SemanticVersion.TryParse(ascending[right], out var rightVersion));
                Assert.Equal(Math.Sign(left.CompareTo(right)), Math.Sign(leftVersion.CompareTo(rightVersion)));
            }
        }
    }

    // From the invalid examples of the regular expression that semver.org suggests.
    [Theory]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.1.1")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3+")]
    [InlineData("1.2.3-a..b")]
    [InlineData("+invalid")]
    [InlineData("v1.2.3")]
    [InlineData("1.2.3-α")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public void What_is_no_version_is_not_read_as_one(string text) => Assert.False(SemanticVersion.TryParse(text, out _));
}
