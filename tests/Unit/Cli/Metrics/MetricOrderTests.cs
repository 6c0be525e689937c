using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Metrics;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Cli.Metrics;

/// <summary>Parents come before children, whatever the order of the file.</summary>
public sealed class MetricOrderTests
{
    [Fact]
    public void Parents_come_first_and_the_rest_keeps_its_order() => Assert.Equal("x top middle leaf", Order("x leaf>middle middle>top top"));

    [Fact]
    public void A_parent_of_the_file_comes_first_also_across_a_metric_that_is_only_stored() =>
        Assert.Equal("top leaf", Order("leaf>stored top", ("stored", "top"), ("top", "leaf")));

    [Fact]
    public void A_parent_that_is_stored_already_is_not_applied() => Assert.Equal("leaf", Order("leaf>stored", ("stored", "")));

    [Theory]
    [InlineData("a>a", "a -> a")]
    [InlineData("a>b b>c c>a", "a -> b -> c -> a")]
    [InlineData("leaf>a a>b b>a", "a -> b -> a")]
    public void A_circle_is_told_once(string file, string circle)
    {
        var entries = Entries(file);
        MetricOrder.Of(entries, new Dictionary<string, string>());

        Assert.EndsWith($"in a circle: {circle}", Assert.Single(entries.SelectMany(entry => entry.Problems)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_through_what_is_stored_is_told()
    {
        var entries = Entries("a>stored");
        MetricOrder.Of(entries, new Dictionary<string, string> { ["stored"] = "a" });

        Assert.EndsWith("a -> stored -> a", Assert.Single(entries[0].Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_without_a_key_is_left_to_the_rules() => Assert.Equal("a", Order("> a"));

    private static string Order(string file, params (string Key, string Parent)[] stored) =>
        string.Join(' ', MetricOrder.Of(Entries(file), stored.ToDictionary(one => one.Key, one => one.Parent)).Select(entry => entry.Key));

    private static DefinitionEntry[] Entries(string file) =>
    [
        .. file.Split(' ').Select((text, i) =>
        {
            var entry = new DefinitionEntry(DefinitionKind.Metrics, i + 1, i + 1);
            var parts = text.Split('>');
            var metric = (Metric)entry.Message;
            (metric.Key, metric.ParentMetric) = (parts[0], parts.Length > 1 ? parts[1] : "");
            return entry;
        }),
    ];
}
