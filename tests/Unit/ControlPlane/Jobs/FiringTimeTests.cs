using GrpcExp.ControlPlane.Jobs;

namespace GrpcExp.Unit.ControlPlane.Jobs;

public sealed class FiringTimeTests
{
    [Theory]
    [InlineData("2026-03-31T12:10:00", "2026-03-31T12:10:00")]
    [InlineData("2026-03-31T12:10:00.4", "2026-03-31T12:10:00")]
    [InlineData("2026-03-31T12:09:59", "2026-03-31T11:10:00")]
    [InlineData("2026-03-31T23:59:59.9", "2026-03-31T23:10:00")]
    [InlineData("2026-04-01T00:00:01", "2026-03-31T23:10:00")]
    public void A_late_firing_is_the_run_of_the_last_time_that_had_come(string fired, string due) =>
        Assert.Equal(Utc(due), FiringTime.LastOf("0 10 * * * ?", Utc(fired)));

    [Fact]
    public void A_week_that_was_missed_is_the_run_of_the_last_monday() =>
        Assert.Equal(Utc("2026-03-30T07:00:00"), FiringTime.LastOf("0 0 7 ? * MON", Utc("2026-04-03T15:00:00")));

    [Theory]
    [InlineData("2026-03-31T12:10:00", "2026-03-31T12:10:59", "2026-03-31T12:10:00")]
    [InlineData("2026-03-28T12:10:00", "2026-03-31T12:09:00", "2026-03-31T11:10:00")]
    public void A_firing_that_makes_up_is_the_run_of_the_last_time_that_was_missed(string scheduled, string fired, string due) =>
        Assert.Equal(Utc(due), FiringTime.DueAt("0 10 * * * ?", Utc(scheduled), Utc(fired)));

    [Fact]
    public void A_firing_that_is_only_late_is_the_run_it_names() =>
        Assert.Equal(Utc("2026-03-31T12:10:03"), FiringTime.DueAt("* * * * * ?", Utc("2026-03-31T12:10:03"), Utc("2026-03-31T12:10:05.5")));

    private static DateTime Utc(string text) =>
        DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal);
}
