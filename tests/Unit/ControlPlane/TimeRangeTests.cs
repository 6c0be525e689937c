using Google.Protobuf.WellKnownTypes;
using GrpcExp.ControlPlane;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.Unit.ControlPlane;

public sealed class TimeRangeTests
{
    private static readonly Timestamp Noon = Timestamp.FromDateTime(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void A_range_has_its_start_and_not_its_end_and_what_has_no_time_lies_in_none()
    {
        var violations = new Violations();
        var range = TimeRange.Read(violations, "start_time", Noon, Noon + new Duration { Seconds = 1 });

        Assert.Empty(violations.All);
        Assert.Equal((true, false, false, false), (range.Has(Noon), range.Has(Noon + new Duration { Seconds = 1 }), range.Has(Noon - new Duration { Seconds = 1 }), range.Has(null)));
        Assert.True(TimeRange.Read(violations, "start_time", null, null).Has(null));
    }

    [Fact]
    public void A_range_that_holds_nothing_is_refused()
    {
        var violations = new Violations();

        TimeRange.Read(violations, "start_time", Noon, Noon);
        TimeRange.Read(violations, "end_time", new Timestamp { Nanos = -1 }, null);

        Assert.Equal(["max_start_time", "min_end_time"], violations.All.Select(violation => violation.Field));
    }
}
