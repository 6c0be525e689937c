using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects.Selection;

namespace GrpcExp.Unit.Warehouse.Projects.Selection;

public sealed class NodeSelectorTests
{
    private const string All = "card fct_a fct_b lone mart_c res stg_events stg_users";

    [Theory]
    [InlineData("fct_a", "fct_a")]
    [InlineData("+fct_a", "fct_a stg_events stg_users")]
    [InlineData("fct_b+", "card fct_b mart_c res")]
    [InlineData("+fct_b+", "card fct_a fct_b mart_c res stg_events stg_users")]
    [InlineData("1+fct_b", "fct_a fct_b stg_users")]
    [InlineData("0+fct_b", "fct_b")]
    [InlineData("stg_events+1", "fct_a stg_events")]
    [InlineData("1+fct_a+1", "card fct_a fct_b res stg_events stg_users")]
    [InlineData("@fct_b", "card fct_a fct_b mart_c res stg_events stg_users")]
    [InlineData("@lone", "lone")]
    [InlineData("res", "card res")]
    [InlineData("stg_*", "stg_events stg_users")]
    [InlineData("fct_?", "fct_a fct_b")]
    [InlineData("fct_[!a]", "fct_b")]
    [InlineData("staging", "stg_events stg_users")]
    [InlineData("staging.*", "stg_events stg_users")]
    [InlineData("small.marts.daily", "fct_a")]
    [InlineData("marts.daily.fct_a", "fct_a")]
    [InlineData("tag:staging", "stg_events stg_users")]
    [InlineData("tag:daily", "fct_a fct_b lone mart_c")]
    [InlineData("tag:nightly", "fct_b stg_events")]
    [InlineData("config.tags:big", "fct_b")]
    [InlineData("path:models/staging", "stg_events stg_users")]
    [InlineData("models/marts/daily/", "fct_a")]
    [InlineData("path:models/marts/lone.sql", "lone")]
    [InlineData("path:models/*/stg_*", "stg_events stg_users")]
    [InlineData("file:lone.sql", "lone")]
    [InlineData("source:raw.events+", "card fct_a fct_b mart_c res stg_events")]
    [InlineData("source:raw+1", "stg_events stg_users")]
    [InlineData("source:computed.res", "card res")]
    [InlineData("config.materialized:view", "stg_events stg_users")]
    [InlineData("config.materialized:incremental", "fct_a")]
    [InlineData("config.materialized:computed", "card res")]
    [InlineData("lone  fct_a\tmart_c", "fct_a lone mart_c")]
    [InlineData("tag:nightly,tag:mart", "fct_b")]
    [InlineData("+fct_b,staging lone", "lone stg_events stg_users")]
    [InlineData("*", All)]
    public void A_text_selects_what_dbt_would(string select, string expected) => Assert.Equal(expected, Select([select], []));

    [Theory]
    [InlineData("", "", All)]
    [InlineData("", "tag:mart", "card res stg_events stg_users")]
    [InlineData("fct_a+", "mart_c", "card fct_a fct_b res")]
    [InlineData("tag:mart", "lone source:raw.users+1", "fct_a fct_b mart_c")]
    public void What_is_excluded_is_left_out(string select, string exclude, string expected) =>
        Assert.Equal(expected, Select(select.Length == 0 ? [] : [select], exclude.Length == 0 ? [] : [exclude]));

    [Fact]
    public void Several_texts_are_a_union() => Assert.Equal("fct_a lone", Select(["lone", "fct_a"], []));

    [Theory]
    [InlineData("stg_evnts", "select: \"stg_evnts\" names no model or folder; near it are stg_events.")]
    [InlineData("+users", "select: \"+users\" names no model or folder; near it are stg_users.")]
    [InlineData("tag:nightli", "names no tag; near it are nightly.")]
    [InlineData("tag:zzzzzz", "names no tag; there are big, daily, mart, nightly, staging.")]
    [InlineData("source:raw.event", "names no source or source table; near it are raw.events.")]
    [InlineData("path:models/stagin", "names no path; near it are models/staging, models/staging/stg_")]
    [InlineData("state:modified", "method state is unknown; use tag, path, file, source, fqn, config.materialized or config.tags.")]
    [InlineData("@fct_a+", "@ takes all descendants along already")]
    [InlineData("fct_a++", "\"fct_a++\" is no selector")]
    [InlineData("99999999999+fct_a", "99999999999 steps are more than any project has")]
    [InlineData("fct_a,", "\"\" is no selector")]
    [InlineData(" ", "select: \" \" is empty")]
    [InlineData("source:raw.events", "select source:raw.events names raw tables only, which no build makes; add + for the models that read them.")]
    [InlineData("tag:nightly,lone", "select tag:nightly,lone leaves no model to build.")]
    public void What_selects_nothing_is_named_with_what_is_near(string select, string message) =>
        Assert.Contains(message, Assert.Throws<WarehouseException>(() => Select([select], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_problem_is_listed()
    {
        var message = Assert.Throws<WarehouseException>(() => Select(["fct_x,tag:x", "fct_a"], ["lonely"])).Message;

        Assert.Collection(
            message.Split('\n'),
            line => Assert.StartsWith("select: \"fct_x\"", line, StringComparison.Ordinal),
            line => Assert.StartsWith("select: \"tag:x\"", line, StringComparison.Ordinal),
            line => Assert.StartsWith("exclude: \"lonely\"", line, StringComparison.Ordinal));
    }

    private static string Select(string[] select, string[] exclude)
    {
        var options = new BuildOptions { Select = select, Exclude = exclude };
        return string.Join(' ', NodeSelection.Resolve(SmallGraph.Project, SmallGraph.Compiler, options).Order(StringComparer.Ordinal));
    }
}
