using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Unit.Warehouse.Definitions;

/// <summary>The text of a filter is its identity: the same conditions have one text, and different ones never share it.</summary>
public sealed class FilterTextTests
{
    [Theory]
    [InlineData("plan", FilterOperator.Equals, "pro", "plan equals \"pro\"")]
    [InlineData("plan", FilterOperator.NotEquals, "", "plan not_equals \"\"")]
    [InlineData("note", FilterOperator.Equals, "say \"é\"", "note equals \"say \\\"é\\\"\"")]
    [InlineData("amount", FilterOperator.GreaterThan, "10", "amount greater_than 10")]
    [InlineData("amount", FilterOperator.GreaterOrEqual, "1e1", "amount greater_or_equal 10")]
    [InlineData("amount", FilterOperator.LessThan, "10.00", "amount less_than 10")]
    [InlineData("amount", FilterOperator.LessOrEqual, "-0", "amount less_or_equal 0")]
    [InlineData("amount", FilterOperator.Equals, "10.00", "amount equals \"10.00\"")]
    [InlineData("value", FilterOperator.Equals, "10.00", "value equals 10")]
    [InlineData("a equals b", FilterOperator.Equals, "c", "\"a equals b\" equals \"c\"")]
    public void A_condition_has_one_text(string property, FilterOperator by, string value, string expected) =>
        Assert.Equal(expected, FilterText.Of([new(property, by, value)]));

    [Fact]
    public void Conditions_are_joined_in_the_order_given() => Assert.Equal(
        "coupon present and country in [\"DE\",\"FR\"] and value in [\"1\",\"2\"]",
        FilterText.Of([new("coupon", FilterOperator.Present), new("country", FilterOperator.In, "DE", "FR"), new("value", FilterOperator.In, "1.0", "2")]));

    [Fact]
    public void Without_conditions_it_is_empty() => Assert.Equal("", FilterText.Of([]));

    [Fact]
    public void A_value_cannot_read_like_a_further_condition() => Assert.NotEqual(
        FilterText.Of([new("a", FilterOperator.Equals, "b\" and c equals \"d")]),
        FilterText.Of([new("a", FilterOperator.Equals, "b"), new("c", FilterOperator.Equals, "d")]));
}
