using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteApprovalTests() : ApprovalTests(StorageEngine.Sqlite);

public sealed class PostgresApprovalTests() : ApprovalTests(StorageEngine.Postgres);

/// <summary>What two people do with an experiment before it can start.</summary>
public abstract class ApprovalTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    private static readonly Actor Barbara = new("barbara");

    [Fact]
    public async Task An_approval_says_who_when_what_for_which_version()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        await CreateAsync(Sample("a"));
        var review = await SubmitAsync("a");
        Time.Now += TimeSpan.FromHours(2);

        var approved = await ApproveAsync("a", comment: "sound");

        var approval = Assert.Single(approved.Approvals);
        Assert.Equal(("grace", "sound", review.Version), (approval.Approver, approval.Comment, approval.Version));
        Assert.Equal(Now, approval.ApproveTime.ToDateTime());
        Assert.Equal("grace", approved.ApprovedBy);
    }

    [Fact]
    public async Task A_change_request_stays_with_the_experiment_and_an_approval_can_be_taken_back()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        await CreateAsync(Sample("a"));
        var first = await SubmitAsync("a");
        await SendBackAsync("a", "say what you expect");
        await SubmitAsync("a");
        var approved = await ApproveAsync("a");

        var back = await SendBackAsync("a", "the flag is not ready");

        Assert.Equal((ExperimentState.Draft, ""), (back.State, back.ApprovedBy));
        Assert.Equal(["say what you expect", "the flag is not ready"], back.ChangeRequests.Select(request => request.Comment));
        Assert.Equal([first.Version, approved.Version], back.ChangeRequests.Select(request => request.Version));
        Assert.All(back.ChangeRequests, request => Assert.Equal(("grace", Now), (request.Requester, request.RequestTime.ToDateTime())));
        Assert.Single(back.Approvals);
        await SubmitAsync("a");
        Assert.Equal(2, (await ApproveAsync("a")).Approvals.Count);
    }

    [Fact]
    public async Task Nobody_who_edited_approves_whoever_submitted()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        var draft = await CreateAsync(Sample("a"));
        draft.Hypothesis = "It helps, says Barbara.";
        var edited = await UpdateAsync(draft, Barbara);
        await SubmitAsync("a");

        var editor = await RefusalOfAsync(ApproveAsync("a", Barbara));
        var submitter = await RefusalOfAsync(ApproveAsync("a", Author));

        Assert.Equal(["ada", "barbara"], edited.Editors);
        Assert.Equal((ControlError.SelfApproval, ControlError.SelfApproval), (editor.Error, submitter.Error));
        Assert.Contains("edited by 'barbara'", editor.Message, StringComparison.Ordinal);
        Assert.Contains("submitted by 'ada'", submitter.Message, StringComparison.Ordinal);
        Assert.Equal(ExperimentState.Approved, (await ApproveAsync("a")).State);
    }

    [Fact]
    public async Task Who_edited_before_the_last_approval_may_approve_the_next()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        await UpdateAsync(await CreateAsync(Sample("a")), Barbara);
        await SubmitAsync("a");
        Assert.Empty((await ApproveAsync("a")).Editors);
        var back = await SendBackAsync("a", "once more");
        back.Hypothesis = "It helps, says Grace.";
        var edited = await UpdateAsync(back, Reviewer);
        await SubmitAsync("a");

        Assert.Equal(["grace"], edited.Editors);
        Assert.Equal(ControlError.SelfApproval, (await RefusalOfAsync(ApproveAsync("a", Reviewer))).Error);
        Assert.Equal("barbara", (await ApproveAsync("a", Barbara)).ApprovedBy);
    }

    [Fact]
    public async Task A_writer_cannot_give_himself_what_only_the_lifecycle_gives()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        var forged = Sample("a");
        forged.Approvals.Add(new Approval { Approver = "grace" });
        forged.ChangeRequests.Add(new ChangeRequest { Requester = "grace" });
        forged.Editors.Add("nobody");
        forged.FrozenScorecard = new FrozenScorecard { Verdict = "GREEN" };

        var created = await CreateAsync(forged);
        forged.Editors.Clear();
        var updated = await UpdateAsync(forged, Barbara);

        Assert.Empty(created.Approvals);
        Assert.Empty(created.ChangeRequests);
        Assert.Null(created.FrozenScorecard);
        Assert.Equal(["ada"], created.Editors);
        Assert.Equal(["ada", "barbara"], updated.Editors);
        Assert.Empty(updated.Approvals);
        Assert.Null(updated.FrozenScorecard);
    }

    [Fact]
    public async Task The_newest_hundred_judgements_are_kept()
    {
        await OpenAllAsync();
        await FlagAsync("a");
        await CreateAsync(Sample("a"));
        Experiment? back = null;
        for (var i = 0; i <= Limits.Judgements; i++)
        {
            await SubmitAsync("a");
            back = await SendBackAsync("a", $"no {i}");
        }

        Assert.Equal(Limits.Judgements, back!.ChangeRequests.Count);
        Assert.Equal(("no 1", $"no {Limits.Judgements}"), (back.ChangeRequests[0].Comment, back.ChangeRequests[^1].Comment));
    }
}
