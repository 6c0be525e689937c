using GrpcExp.Cli.Commands;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Unit.Cli.CommandLine;

public sealed class ModelExplanationTextTests
{
    private static ExplainSqlResponse Explained => new()
    {
        Sql = "select 1",
        Description = "Events,\neach once.",
        Grain = "event_id",
        Materialization = "table",
        DependsOn = { "raw.events", "stg_flags" },
    };

    [Fact]
    public void What_a_model_is_stands_above_its_SQL_as_comments()
    {
        var explained = Explained;
        (explained.BuildId, explained.Rows, explained.ElapsedMillis) = (7, 12_345, 89);

        Assert.Equal(
            "-- model       stg_events, table\n-- holds       Events, each once.\n-- one row per event_id\n-- reads       raw.events, stg_flags\n"
            + "-- last run    build 7, 12,345 rows, 89 ms\n\nselect 1\n",
            ModelExplanationText.Of("stg_events", explained));
    }

    [Fact]
    public void A_model_that_never_ran_says_so() =>
        Assert.Contains("-- last run    never; this is what the next build runs\n", ModelExplanationText.Of("stg_events", Explained), StringComparison.Ordinal);

    [Fact]
    public void A_view_has_no_rows_to_count()
    {
        var explained = Explained;
        (explained.BuildId, explained.ElapsedMillis) = (7, 0);

        Assert.Contains("build 7, a view, whose rows are not counted, 0 ms", ModelExplanationText.Of("stg_events", explained), StringComparison.Ordinal);
    }
}
