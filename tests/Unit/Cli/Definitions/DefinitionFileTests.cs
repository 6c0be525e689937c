using GrpcExp.Cli.Definitions;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Unit.ControlPlane.Metrics;

namespace GrpcExp.Unit.Cli.Definitions;

/// <summary>A metrics file becomes metrics, or a list of everything that is wrong with it.</summary>
public sealed class DefinitionFileTests
{
    [Fact]
    public void Every_kind_of_field_is_read()
    {
        var file = Parse("""
            metrics:
              - key: revenue_per_visit
                description: "What a visit brings"
                owner_team: growth
                tier: north_star
                type: ratio
                direction: Increase
                event_name: order
                value_field: 7
                numerator_aggregation: sum
                attribution_window_hours: 168
                minimum_effect: 0.01
                missing_value_rule: exclude
                parent_metric:
                filters:
                  - {property: plan, operator: equals, value: pro}
                  - {property: amount, operator: greater_than, value: 10}
                  - {property: coupon, operator: present}
                denominator:
                  event_name: visit
                  aggregation: METRIC_AGGREGATION_COUNT
                  filters:
                    - property: country
                      operator: in
                      value: [DE, FR]
            """);

        Assert.Empty(file.Problems);
        var expected = new Metric
        {
            Key = "revenue_per_visit",
            Description = "What a visit brings",
            OwnerTeam = "growth",
            Tier = MetricTier.NorthStar,
            Type = MetricType.Ratio,
            Direction = MetricDirection.Increase,
            EventName = "order",
            ValueField = "7",
            NumeratorAggregation = MetricAggregation.Sum,
            AttributionWindowHours = 168,
            MinimumEffect = 0.01,
            MissingValueRule = MissingValueRule.Exclude,
            Filters =
            {
                new MetricFilter { Property = "plan", Operator = MetricFilterOperator.Equals, Value = "pro" },
                new MetricFilter { Property = "amount", Operator = MetricFilterOperator.GreaterThan, Value = "10" },
                new MetricFilter { Property = "coupon", Operator = MetricFilterOperator.Present },
            },
            Denominator = new RatioDenominator
            {
                EventName = "visit",
                Aggregation = MetricAggregation.Count,
                Filters = { new MetricFilter { Property = "country", Operator = MetricFilterOperator.In, Values = { "DE", "FR" } } },
            },
        };
        Assert.Equal(expected, Assert.Single(file.Entries).Message);
    }

    [Fact]
    public void Every_problem_is_told_with_entry_and_line()
    {
        var file = Parse("""
            metrics:
              - key: a
                type: average
                version: 3
                colour: red
              - key: b
                attribution_window_hours: 1.5
                minimum_effect: lots
                filters: {property: plan}
                denominator: visit
              - just text
              - key: a
                filters:
                  - property: plan
                    operator: [equals]
            unrelated: 1
            """);

        string[] expected =
        [
            "line 3: entry 1 (a): type: 'average' is refused: give one of mean, conversion, count, sum, ratio, quantile, retention, activation, sessions",
            "line 4: entry 1 (a): version: is set by the control plane: take it out",
            "line 5: entry 1 (a): colour: is unknown: there are key, description, owner_team,",
            "line 7: entry 2 (b): attribution_window_hours: '1.5' is refused: give a whole number",
            "line 8: entry 2 (b): minimum_effect: 'lots' is refused: give a number",
            "line 9: entry 2 (b): filters: is no list",
            "line 10: entry 2 (b): denominator: 'visit' is refused: give a mapping",
            "line 11: entry 3: is no definition",
            "line 12: entry 4 (a): key: 'a' is that of entry 1 too",
            "line 15: entry 4 (a): filters[0].operator: is refused: give one of equals,",
            "line 16: 'unrelated' is unknown",
        ];
        Assert.Equal(expected.Length, file.Problems.Count);
        Assert.All(expected.Zip(file.Problems), pair => Assert.StartsWith(pair.First, pair.Second.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_example_of_the_guide_is_right()
    {
        var guide = File.ReadAllText(Checkout.PathOf("docs/cli.md"));
        var file = Parse(guide.Split("```yaml\n")[1].Split("```")[0]);

        Assert.Empty(file.Problems);
        Assert.Equal(["revenue", "revenue_per_visit", "back_after_a_week"], file.Entries.Select(entry => entry.Key));
        foreach (var metric in file.Entries.Select(entry => (Metric)entry.Message))
        {
            // Only what is stored can say whether a parent is there.
            metric.ParentMetric = "";
            Assert.Empty(await MetricSamples.RefusedAsync(metric));
        }
    }

    [Theory]
    [InlineData("", "line 1: the file holds no mapping")]
    [InlineData("- key: a", "line 1: the file holds no mapping")]
    [InlineData("metrics:", "line 1: 'metrics' holds no list")]
    [InlineData("metrics: []", "line 1: 'metrics' holds no list")]
    [InlineData("metrics:\n  - key: a\n    key: b", "line 3: this is no YAML: ")]
    [InlineData("metrics:\n  - {key: a]\n", "line 2: this is no YAML: ")]
    public void A_file_without_metrics_says_what_it_lacks(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Parse(text).Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_the_control_plane_refuses_gets_the_line_of_its_field()
    {
        var entry = Assert.Single(Parse("metrics:\n  - key: a\n    type: wrong\n    denominator:\n      event_name: visit\n").Entries);

        entry.RefuseByServer("denominator.event_name", "is refused");
        entry.RefuseByServer("denominator.aggregation", "is missing");
        entry.RefuseByServer("quantile", "is missing");
        entry.RefuseByServer("type", "is missing");

        Assert.Equal(
            ["line 5: entry 1 (a): denominator.event_name: is refused", "line 4: entry 1 (a): denominator.aggregation: is missing", "line 2: entry 1 (a): quantile: is missing"],
            entry.Problems.Skip(1).Select(problem => problem.ToString()));
    }

    private static DefinitionFile Parse(string text) => DefinitionFile.Parse("m.yml", text, DefinitionKind.Metrics);
}
