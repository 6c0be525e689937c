using GrpcExp.ControlPlane.Jobs;

namespace GrpcExp.Unit.ControlPlane.Jobs;

public sealed class JobCallTests
{
    private static readonly DateTime Due = new(2026, 3, 31, 12, 20, 0, DateTimeKind.Utc);

    [Fact]
    public void Every_attempt_at_a_run_changes_something_under_the_same_request_id() =>
        Assert.Equal(new JobCall("enforcement", Due, 1).RequestId("checkout"), new JobCall("enforcement", Due, 2).RequestId("checkout"));

    [Fact]
    public void Another_run_another_job_and_another_change_have_other_ids()
    {
        string[] ids =
        [
            new JobCall("enforcement", Due, 1).RequestId("checkout"),
            new JobCall("enforcement", Due, 1).RequestId("search"),
            new JobCall("enforcement", Due.AddTicks(1), 1).RequestId("checkout"),
            new JobCall("upkeep", Due, 1).RequestId("checkout"),
        ];

        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id.Length, 1, 100));
    }
}
