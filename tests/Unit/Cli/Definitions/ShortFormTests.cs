using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.Definitions;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Cli.Definitions;

/// <summary>What people write in a file instead of the fields of a message.</summary>
public sealed class ShortFormTests
{
    [Theory]
    [InlineData("bool", "true", """{ "boolValue": true }""")]
    [InlineData("string", "true", """{ "stringValue": "true" }""")]
    [InlineData("int", "-7", """{ "intValue": "-7" }""")]
    [InlineData("double", "7", """{ "doubleValue": 7 }""")]
    [InlineData("json", "{size: 5, on: true, names: [a, '1'], none: null, part: 0.5}", """{ "jsonValue": "{\"size\":5,\"on\":true,\"names\":[\"a\",\"1\"],\"none\":null,\"part\":0.5}" }""")]
    [InlineData("json", "'{\"size\":5}'", """{ "jsonValue": "{\"size\":5}" }""")]
    [InlineData("string", "{string_value: a}", """{ "stringValue": "a" }""")]
    public void A_value_is_of_the_flags_type_wherever_the_type_stands(string type, string written, string expected)
    {
        var flag = Flag($"{{key: f, variants: [{{key: a, value: {written}}}], type: {type}}}");
        Assert.Equal(FlagValue.Parser.ParseJson(expected), Assert.Single(flag.Variants).Value);
    }

    [Theory]
    [InlineData("bool", "yes")]
    [InlineData("int", "1.5")]
    [InlineData("int", "9223372036854775808")]
    [InlineData("double", "NaN")]
    public void A_value_of_another_type_is_refused_with_its_line(string type, string written) =>
        Assert.Equal(
            $"line 5: entry 1 (f): variants[0].value: '{written}' is refused: give a value of the flag's type",
            Assert.Single(Read($"flags:\n  - key: f\n    type: {type}\n    variants:\n      - {{key: a, value: {written}}}\n").Problems).ToString());

    [Fact]
    public void A_split_is_per_cent_in_the_order_written()
    {
        var split = Flag("{key: f, rules: [{key: r, split: {new: 10, old: 89.99}}]}").Rules[0].Split;
        Assert.Equal([("new", 0, 1000), ("old", 1000, 9999)], split.Allocations.Select(one => (one.Variant, one.Ranges[0].Start, one.Ranges[0].End)));
    }

    [Theory]
    [InlineData("{new: 50, old: 50.01}")]
    [InlineData("{new: 0}")]
    [InlineData("{new: 0.005}")]
    [InlineData("{new: -1}")]
    [InlineData("ten")]
    public void Shares_beyond_all_units_or_below_a_basis_point_are_refused(string written) =>
        Assert.Contains("per cent of units by variant", Assert.Single(Read($"flags:\n  - {{key: f, rules: [{{key: r, split: {written}}}]}}\n").Problems).Text, StringComparison.Ordinal);

    [Fact]
    public void A_condition_on_an_attribute_needs_no_mapping_around_it()
    {
        var condition = Flag("""
            key: f
                rules:
                  - key: r
                    condition:
                      all_of:
                        - {attribute: country, operator: in, values: [DE, '49', 49, 1.5, true]}
                        - {attribute: since, operator: after, value: 2026-03-01T09:00:00Z, negated: true}
                        - {segment: staff}
                        - any_of: [{segment: a}, {segment: b}]
            """).Rules[0].Condition;

        var parts = condition.AllOf.Conditions;
        Assert.Equal(
            [
                new AttributeValue { StringValue = "DE" },
                new AttributeValue { StringValue = "49" },
                new AttributeValue { IntValue = 49 },
                new AttributeValue { DoubleValue = 1.5 },
                new AttributeValue { BoolValue = true },
            ],
            parts[0].Attribute.Values);
        Assert.True(parts[1].Negated);
        Assert.Equal(Timestamp.FromDateTime(new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc)), Assert.Single(parts[1].Attribute.Values).TimestampValue);
        Assert.Equal("staff", parts[2].Segment);
        Assert.Equal(["a", "b"], parts[3].AnyOf.Conditions.Select(part => part.Segment));
    }

    [Fact]
    public void Moments_are_utc_unless_they_say_otherwise()
    {
        var experiment = (Experiment)Assert.Single(Read("""
            experiments:
              - key: e
                scheduled_start_time: 2026-03-01T09:00
                planned_end_time: 2026-03-09T09:00:00+02:00
            """).Entries).Message;

        Assert.Equal(new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), experiment.ScheduledStartTime.ToDateTime());
        Assert.Equal(new DateTime(2026, 3, 9, 7, 0, 0, DateTimeKind.Utc), experiment.PlannedEndTime.ToDateTime());
    }

    [Fact]
    public void A_map_is_a_mapping() => Assert.Equal("new", Flag("{key: f, forced_units: {carl: new}}").ForcedUnits["carl"]);

    [Fact]
    public void A_file_may_hold_lists_of_all_kinds_and_no_others()
    {
        var file = Read("flags:\n  - key: f\nmetrics:\n  - key: m\nthings:\n  - key: t\n");
        Assert.Equal(["flags/f", "metrics/m"], file.Entries.Select(entry => $"{entry.Kind.List}/{entry.Key}"));
        Assert.Equal("line 5: 'things' is unknown: lists are segments, layers, metrics, flags, experiments", Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void The_example_of_the_guide_is_right()
    {
        var guide = File.ReadAllText(Checkout.PathOf("docs/cli.md"));
        var file = Read(guide.Split("```yaml\n")[2].Split("```")[0]);

        Assert.Empty(file.Problems);
        Assert.Equal(["segments/staff", "metrics/orders", "metrics/page_ms", "flags/checkout", "experiments/one_page"], file.Entries.Select(entry => $"{entry.Kind.List}/{entry.Key}"));
    }

    private static Flag Flag(string written)
    {
        var file = Read($"flags:\n  - {written}\n");
        Assert.Empty(file.Problems);
        return (Flag)Assert.Single(file.Entries).Message;
    }

    private static DefinitionFile Read(string text) => DefinitionFile.Parse("f.yml", text, DefinitionKind.All);
}
