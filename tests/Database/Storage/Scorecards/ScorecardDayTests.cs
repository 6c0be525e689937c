using GrpcExp.Storage;
using GrpcExp.Storage.Scorecards;

namespace GrpcExp.Database.Storage.Scorecards;

public sealed class SqliteScorecardDayTests() : ScorecardDayTests(StorageEngine.Sqlite);

public sealed class PostgresScorecardDayTests() : ScorecardDayTests(StorageEngine.Postgres);

public abstract class ScorecardDayTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task The_verdicts_of_a_day_stay_until_the_same_day_is_kept_again()
    {
        var days = new ScorecardDays(await OpenAsync());
        var monday = new DateOnly(2026, 3, 30);
        await days.KeepAsync(monday, [new ScorecardDay("b", "RED", "DO_NOT_SHIP", 10), new ScorecardDay("a", "GREEN", "SHIP", 20)], Cancelled);
        await days.KeepAsync(monday.AddDays(1), [new ScorecardDay("a", "YELLOW", "ITERATE", 30)], Cancelled);

        Assert.Equal(["a GREEN", "b RED"], (await days.ListAsync(monday, Cancelled)).Select(day => $"{day.ExperimentKey} {day.Verdict}"));

        await days.KeepAsync(monday, [new ScorecardDay("a", "RED", "DO_NOT_SHIP", 21)], Cancelled);

        Assert.Equal([new ScorecardDay("a", "RED", "DO_NOT_SHIP", 21)], await days.ListAsync(monday, Cancelled));
        Assert.Equal([new ScorecardDay("a", "YELLOW", "ITERATE", 30)], await days.ListAsync(monday.AddDays(1), Cancelled));
        Assert.Empty(await days.ListAsync(monday.AddDays(2), Cancelled));
    }
}
