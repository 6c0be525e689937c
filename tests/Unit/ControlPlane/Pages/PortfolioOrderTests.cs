using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Pages.Portfolio;
using GrpcExp.Warehouse.Scorecards;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace GrpcExp.Unit.ControlPlane.Pages;

public sealed class PortfolioOrderTests
{
    [Fact]
    public void What_somebody_has_to_decide_comes_first()
    {
        PortfolioRow[] rows =
        [
            Row("a", ExperimentState.Concluded, "RED"), Row("b", ExperimentState.Draft), Row("c", ExperimentState.Running, "YELLOW"), Row("d", ExperimentState.Running, "GREEN"),
            Row("e", ExperimentState.Review), Row("f", ExperimentState.Running, "RED"), Row("g", ExperimentState.Approved),
        ];
        Assert.Equal("fdegcba", string.Concat(PortfolioOrder.Sort(Query(""), rows).Select(row => row.Experiment.Key)));
        Assert.Equal("abcdefg", string.Concat(PortfolioOrder.Sort(Query("sort=key"), rows).Select(row => row.Experiment.Key)));
    }

    [Fact]
    public void Archived_ones_show_only_when_asked_for()
    {
        var row = Row("a", ExperimentState.Archived);
        Assert.False(PortfolioOrder.Fits(Query(""), row));
        Assert.True(PortfolioOrder.Fits(Query("state=archived"), row));
    }

    [Theory]
    [InlineData("q=CHECK", true)]
    [InlineData("q=team", true)]
    [InlineData("q=other", false)]
    [InlineData("verdict=green", true)]
    [InlineData("verdict=red", false)]
    [InlineData("verdict=flagged", true)]
    [InlineData("verdict=none", false)]
    [InlineData("verdict=purple&state=4&sort=nothing", true)]
    public void A_filter_takes_part_of_a_name_and_a_verdict(string query, bool fits)
    {
        var standing = new ExperimentStanding("checkout", "GREEN", "SHIP", 10, "WARN", 0.005, 0, 0, 0, null, "");
        var row = new PortfolioRow(new Experiment { Key = "checkout", Owner = "Team", State = ExperimentState.Running }, "GREEN", "SHIP", 3, standing, null, 0);
        Assert.Equal(fits, PortfolioOrder.Fits(Query(query), row));
    }

    [Fact]
    public void An_address_asks_again_for_what_it_was_asked_for() =>
        Assert.Equal("/?q=a%26b&state=running&verdict=red&sort=lift", Query("q=a%26b&state=Running&verdict=red&sort=lift").Url());

    private static PortfolioQuery Query(string text) => PortfolioQuery.Of(new QueryCollection(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(text).ToDictionary(pair => pair.Key, pair => new StringValues(pair.Value.ToArray()))));

    private static PortfolioRow Row(string key, ExperimentState state, string verdict = "") => new(new Experiment { Key = key, State = state }, verdict, "", null, null, null, 0);
}
