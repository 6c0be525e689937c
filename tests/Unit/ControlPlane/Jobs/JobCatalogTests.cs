using GrpcExp.ControlPlane.Jobs;
using Quartz;

namespace GrpcExp.Unit.ControlPlane.Jobs;

public sealed class JobCatalogTests
{
    [Fact]
    public void Every_job_says_what_it_does_and_has_a_schedule_that_meets_its_freshness()
    {
        Assert.Equal(JobCatalog.All.Select(job => job.Name).Order(StringComparer.Ordinal), JobCatalog.All.Select(job => job.Name));
        Assert.All(JobCatalog.All, job =>
        {
            Assert.NotEmpty(job.Description);
            Assert.NotEmpty(job.Explanation);
            var cron = new CronExpression(job.Schedule, TimeZoneInfo.Utc);
            var first = cron.GetNextValidTimeAfter(DateTimeOffset.UnixEpoch)!.Value;
            Assert.InRange(cron.GetNextValidTimeAfter(first)!.Value - first, TimeSpan.Zero, job.Freshness);
        });
    }

    [Fact]
    public void The_guide_names_every_job_with_its_schedule()
    {
        var guide = File.ReadAllText(Checkout.PathOf("docs/jobs.md"));

        Assert.All(JobCatalog.All, job => Assert.Contains($"| `{job.Name}` | `{job.Schedule}` |", guide, StringComparison.Ordinal));
    }
}
