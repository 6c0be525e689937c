using GrpcExp.ControlPlane.Readouts.Weekly;
using GrpcExp.Storage.Scorecards;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.Unit.ControlPlane.Readouts.Weekly;

public sealed class WeeklyReadoutTests
{
    private static readonly DateOnly Monday = new(2026, 3, 30);

    [Fact]
    public void A_week_has_its_first_day_and_not_the_day_after_its_last()
    {
        var readout = Of(
        [
            Running("sunday_before", "2026-03-22T23:59:59"),
            Running("first", "2026-03-23T00:00:00"),
            Running("last", "2026-03-29T23:59:59"),
            Running("after", "2026-03-30T00:00:00"),
            Running("ended", "2026-03-01T00:00:00") with { State = "CONCLUDED", EndedAt = At("2026-03-25T08:00:00"), Decision = "SHIPPED" },
            Running("ended_before", "2026-03-01T00:00:00") with { State = "ARCHIVED", EndedAt = At("2026-03-22T08:00:00"), Decision = "SHIPPED" },
        ]);

        Assert.Equal(["first", "last"], readout.Started.Select(experiment => experiment.Key));
        Assert.Equal(["sunday_before", "first", "last", "after"], readout.Running.Select(experiment => experiment.Key));
        Assert.Equal("ended", Assert.Single(readout.Concluded).Key);
        Assert.Equal((24, 7, 0), (readout.DaysOf(readout.Concluded[0]), readout.DaysOf(readout.Running[1]), readout.DaysOf(readout.Running[3])));
    }

    [Fact]
    public void The_gravest_verdict_comes_first_and_a_changed_one_says_what_it_was()
    {
        var readout = Of(
            [
                Running("a", "2026-03-01T00:00:00") with { Verdict = "GREEN" },
                Running("b", "2026-03-01T00:00:00") with { Verdict = "" },
                Running("c", "2026-03-01T00:00:00") with { Verdict = "RED" },
                Running("d", "2026-03-01T00:00:00") with { Verdict = "YELLOW" },
            ],
            before: [new ScorecardDay("c", "GREEN", "SHIP", 1), new ScorecardDay("a", "GREEN", "SHIP", 1)]);

        Assert.Equal(["RED (was GREEN)", "YELLOW", "GREEN", "no units yet"], readout.Running.Select(readout.VerdictOf));
        Assert.Equal("0 started, 4 running (1 RED), 0 concluded, 1 data-quality errors", readout.Summary());
    }

    [Fact]
    public void In_Markdown_other_peoples_words_stay_in_their_cells()
    {
        var text = MarkdownReadout.Of(Of([Running("a", "2026-03-24T00:00:00") with { Owner = "team | *x*\n# head" }]));

        Assert.StartsWith("# Experiments in staging, 2026-03-23 to 2026-03-29\n\n1 started, 1 running (0 RED), 0 concluded, 1 data-quality errors.\n", text, StringComparison.Ordinal);
        Assert.Contains("| a | team \\| \\*x\\* \\# head | bought | 2026-03-24 |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n## Concluded\n\nNothing was concluded.\n", text, StringComparison.Ordinal);
        Assert.Contains("| all | late_events | error | 1,200 | came late |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_Html_other_peoples_words_are_text()
    {
        var html = HtmlReadout.Of(Of([Running("a", "2026-03-24T00:00:00") with { Owner = "<script>alert(1)</script>", Verdict = "RED" }]));

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"RED\">RED</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    private static WeeklyReadout Of(IReadOnlyList<WeekExperiment> experiments, IReadOnlyList<ScorecardDay>? before = null) => WeeklyReadout.Of(
        "staging",
        Monday,
        experiments,
        [new WeekFinding("a", "srm", "warn", 3, "uneven"), new WeekFinding("*", "late_events", "error", 1_200, "came late")],
        before ?? []);

    private static WeekExperiment Running(string key, string start) => new(key, "RUNNING", "team", "bought", 1_000, "YELLOW", "ITERATE", "", At(start), null);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}
