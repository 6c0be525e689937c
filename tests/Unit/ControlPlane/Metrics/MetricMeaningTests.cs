using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Metrics;

namespace GrpcExp.Unit.ControlPlane.Metrics;

public sealed class MetricMeaningTests
{
    [Fact]
    public void Owner_place_cap_and_how_defaults_and_conditions_are_written_do_not_matter()
    {
        var one = MetricSamples.Of(MetricType.Sum);
        one.Filters.Add(MetricSamples.Filter("plan", MetricFilterOperator.Equals, "pro"));
        one.Filters.Add(MetricSamples.Filter("country", MetricFilterOperator.Equals, "DE"));
        var other = one.Clone();
        (other.Key, other.OwnerTeam, other.Tier, other.ParentMetric, other.Version) = ("n", "sales", MetricTier.Diagnostic, "m", 7);
        (other.CapPercentile, other.MinimumEffect, other.Direction, other.MissingValueRule) = (99, 0.1, MetricDirection.Decrease, MissingValueRule.Exclude);
        (other.ValueField, other.AttributionWindowHours, other.AttributionStart) = ("value", 336, AttributionStart.Assignment);
        other.Filters.Clear();
        other.Filters.Add(one.Filters.Reverse());

        Assert.Equal(MetricMeaning.Of(one), MetricMeaning.Of(other));
    }

    [Fact]
    public void What_is_counted_matters()
    {
        Action<Metric>[] changes =
        [
            metric => metric.EventName = "visit",
            metric => metric.ValueField = "net",
            metric => metric.AttributionWindowHours = 24,
            metric => metric.AttributionStart = AttributionStart.Exposure,
            metric => metric.Type = MetricType.Mean,
            metric => metric.Filters.Add(MetricSamples.Filter("plan", MetricFilterOperator.Present)),
        ];
        var meaning = MetricMeaning.Of(MetricSamples.Of(MetricType.Sum));

        Assert.All(changes, change =>
        {
            var changed = MetricSamples.Of(MetricType.Sum);
            change(changed);
            Assert.NotEqual(meaning, MetricMeaning.Of(changed));
        });
    }

    [Theory]
    [InlineData("revenue_per_user", "RevenuePerUsers", true)]
    [InlineData("revenue", "revenues", true)]
    [InlineData("revenue", "revenue_net", false)]
    public void A_name_is_one_whatever_its_case_separators_and_plural(string one, string other, bool same) =>
        Assert.Equal(same, MetricMeaning.NameOf(one) == MetricMeaning.NameOf(other));

    [Fact]
    public void Pairs_are_told_once_each_and_without_what_is_deprecated()
    {
        var metrics = new[] { "b", "a", "c" }.Select(key =>
        {
            var metric = MetricSamples.Of(MetricType.Count);
            metric.Key = key;
            return metric;
        }).ToList();

        Assert.Equal(["a b", "a c", "b c"], MetricNeighbours.Among(metrics).Select(drift => $"{drift.MetricKey} {drift.OtherMetricKey}").Order());
        metrics[0].Deprecated = true;
        Assert.Equal(["a c"], MetricNeighbours.Among(metrics).Select(drift => $"{drift.MetricKey} {drift.OtherMetricKey}"));
    }
}
