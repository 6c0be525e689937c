using GrpcExp.Contracts.Control.V1;
using By = GrpcExp.Contracts.Control.V1.MetricFilterOperator;

namespace GrpcExp.Unit.ControlPlane.Metrics;

/// <summary>Conditions on events, at their limits and one past them.</summary>
public sealed class MetricFilterRulesTests
{
    [Theory]
    [InlineData("plan", By.Equals, "pro", true)]
    [InlineData("plan", By.Equals, "", true)]
    [InlineData("plan", By.NotEquals, "pro", true)]
    [InlineData("amount", By.GreaterThan, "10.5", true)]
    [InlineData("amount", By.LessOrEqual, "-1e3", true)]
    [InlineData("amount", By.GreaterOrEqual, "many", false)]
    [InlineData("amount", By.LessThan, "", false)]
    [InlineData("amount", By.LessThan, "1e999", false)]
    [InlineData("amount", By.LessThan, "NaN", false)]
    [InlineData("amount", By.LessThan, " 1", false)]
    [InlineData("amount", By.LessThan, "1,5", false)]
    [InlineData("value", By.Equals, "10", true)]
    [InlineData("value", By.Equals, "pro", false)]
    [InlineData("coupon", By.Present, "", true)]
    [InlineData("coupon", By.Present, "x", false)]
    public async Task An_operator_takes_its_kind_of_value(string property, By by, string value, bool isTaken) =>
        Assert.Equal(MetricSamples.Expected(isTaken, "metric.filters[0].value"), await RefusedAsync(MetricSamples.Filter(property, by, value)));

    [Theory]
    [InlineData(1, true)]
    [InlineData(50, true)]
    [InlineData(0, false)]
    [InlineData(51, false)]
    public async Task A_list_has_at_most_fifty_values(int count, bool isTaken) =>
        Assert.Equal(MetricSamples.Expected(isTaken, "metric.filters[0].values"), await RefusedAsync(In("plan", [.. Enumerable.Range(0, count).Select(i => $"v{i}")])));

    [Fact]
    public async Task A_list_on_the_value_is_of_numbers() => Assert.Equal(["metric.filters[0].values[1]"], await RefusedAsync(In("value", "1", "two")));

    [Fact]
    public async Task Only_a_list_has_values_and_it_has_no_single_one()
    {
        var single = MetricSamples.Filter("plan", By.Equals, "pro");
        single.Values.Add("free");
        var list = In("plan", "pro");
        list.Value = "free";

        Assert.Equal(["metric.filters[0].values", "metric.filters[1].value"], await RefusedAsync(single, list));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task A_metric_has_at_most_ten_conditions(int count, bool isTaken)
    {
        MetricFilter[] filters = [.. Enumerable.Range(0, count).Select(i => MetricSamples.Filter($"p{i}", By.Present))];
        var ratio = MetricSamples.Of(MetricType.Ratio);
        ratio.Denominator.Filters.Add(filters);

        Assert.Equal(MetricSamples.Expected(isTaken, "metric.filters"), await RefusedAsync(filters));
        Assert.Equal(MetricSamples.Expected(isTaken, "metric.denominator.filters"), await MetricSamples.RefusedAsync(ratio));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task Texts_keep_their_limit(int length, bool isTaken)
    {
        var text = new string('x', length);

        Assert.Equal(MetricSamples.Expected(isTaken, "metric.filters[0].property"), await RefusedAsync(MetricSamples.Filter(text, By.Present)));
        Assert.Equal(MetricSamples.Expected(isTaken, "metric.filters[0].value"), await RefusedAsync(MetricSamples.Filter("plan", By.Equals, text)));
        Assert.Equal(MetricSamples.Expected(isTaken, "metric.filters[0].values[0]"), await RefusedAsync(In("plan", text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\u0001b")]
    public async Task A_property_has_a_name(string property) => Assert.Equal(["metric.filters[0].property"], await RefusedAsync(MetricSamples.Filter(property, By.Present)));

    [Theory]
    [InlineData(By.Unspecified)]
    [InlineData((By)99)]
    public async Task An_operator_is_one_of_the_contract(By by) => Assert.Equal(["metric.filters[0].operator"], await RefusedAsync(MetricSamples.Filter("plan", by, "pro")));

    private static MetricFilter In(string property, params string[] values) => new() { Property = property, Operator = By.In, Values = { values } };

    private static Task<string[]> RefusedAsync(params MetricFilter[] filters)
    {
        var metric = MetricSamples.Of(MetricType.Count);
        metric.Filters.Add(filters);
        return MetricSamples.RefusedAsync(metric);
    }
}
