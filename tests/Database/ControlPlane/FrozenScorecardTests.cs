using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using Scorecard = GrpcExp.Contracts.Analysis.V1.Scorecard;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteFrozenScorecardTests() : FrozenScorecardTests(StorageEngine.Sqlite);

public sealed class PostgresFrozenScorecardTests() : FrozenScorecardTests(StorageEngine.Postgres);

/// <summary>What a conclusion keeps when there is no scorecard, and how it is kept when there is one.</summary>
public abstract class FrozenScorecardTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    [Fact]
    public async Task Without_a_scorecard_the_conclusion_says_so()
    {
        await OpenAllAsync();
        await RunningAsync(Sample("early"));

        var concluded = await ConcludeAsync("early", Decision.RolledBack);

        Assert.Equal("There was no scorecard yet: no build had units of it.", concluded.FrozenScorecard.AbsenceReason);
        Assert.Equal(("", ""), (concluded.FrozenScorecard.Verdict, concluded.FrozenScorecard.Recommendation));
        Assert.Equal(Now, concluded.FrozenScorecard.FreezeTime.ToDateTime());
        Assert.Equal(0, await CountAsync("select count(*) from frozen_scorecards"));
    }

    [Fact]
    public async Task A_warehouse_that_cannot_be_read_does_not_keep_an_experiment_running()
    {
        await OpenAllAsync();
        await RunningAsync(Sample("harmful"));
        await TamperAsync($"create table {Warehouse.Dialect.Model("fct_experiment_scorecards")} (experiment_key text)");

        var concluded = await ConcludeAsync("harmful", Decision.RolledBack);

        Assert.Equal(ExperimentState.Concluded, concluded.State);
        Assert.Equal("The warehouse could not be read.", concluded.FrozenScorecard.AbsenceReason);
    }

    [Fact]
    public async Task A_scorecard_is_kept_byte_for_byte_with_the_time_of_the_conclusion()
    {
        await OpenAllAsync();
        var scorecard = new Scorecard
        {
            ExperimentKey = "kept",
            Verdict = Verdict.Red,
            Recommendation = Recommendation.DoNotShip,
            Reasons = { "Latency is worse." },
            Mode = AnalysisMode.Itt,
        };
        FrozenScorecard? said = null;
        await Store.WriteAsync(
            new WriteIntent(Reviewer, "/test/Freeze", "", scorecard, ""),
            (session, _) =>
            {
                said = new ScorecardReading(scorecard, "").Freeze(session, "kept");
                return Task.FromResult(new Change<Scorecard>(scorecard, new AuditEntry("experiment.conclude", "experiments/kept", null, scorecard)));
            },
            Cancelled);

        var expected = scorecard.Clone();
        expected.FreezeTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(Now);
        Assert.Equal(("RED", "DO_NOT_SHIP"), (said!.Verdict, said.Recommendation));
        Assert.Equal(expected, await Store.ReadAsync((session, token) => session.FindFrozenScorecardAsync("kept", token), Cancelled));
        Assert.Equal([expected], await Store.ReadAsync((session, token) => session.ListFrozenScorecardsAsync(token), Cancelled));
        Assert.Null(await Store.ReadAsync((session, token) => session.FindFrozenScorecardAsync("other", token), Cancelled));
    }
}
