using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Checklists;
using GrpcExp.Warehouse.Traffic;

namespace GrpcExp.Unit.ControlPlane.Checklists;

public sealed class ForecastsTests
{
    private static readonly DateTime Start = new(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly FirstDay = new(2026, 3, 20);

    [Fact]
    public void A_day_after_the_window_brings_the_mean_of_its_last_seven()
    {
        var traffic = TrafficOf(700, 10, 0, 0, 0, 0, 0, 4);

        Assert.Equal(700, traffic.NewUnitsOn(0));
        Assert.Equal(4, traffic.NewUnitsOn(7));
        Assert.Equal(2, traffic.NewUnitsOn(8));
        Assert.Equal(2, traffic.NewUnitsOn(80));
    }

    [Fact]
    public void Units_come_at_the_share_of_their_day()
    {
        var experiment = new Experiment
        {
            TrafficBasisPoints = 1_000,
            RampSteps =
            {
                new RampStep { RampTime = Timestamp.FromDateTime(Start.AddDays(2)), TrafficBasisPoints = 5_000 },
                new RampStep { RampTime = Timestamp.FromDateTime(Start.AddDays(3)), TrafficBasisPoints = 10_000 },
            },
        };

        // 2 · 100 · 10 % + 100 · 50 % + 100 · 100 %.
        Assert.Equal(170, Forecasts.UnitsWithin(4, TrafficOf(100, 100, 100, 100), new TrafficShare(experiment, Start)), 1e-9);
    }

    [Fact]
    public void A_slice_of_a_layer_is_a_share_of_the_share()
    {
        var experiment = new Experiment
        {
            TrafficBasisPoints = 5_000,
            LayerKey = "layer",
            LayerSlice = { new BucketRange { Start = 0, End = 1_000 }, new BucketRange { Start = 9_000, End = 10_000 } },
        };

        Assert.Equal(0.1, new TrafficShare(experiment, Start).On(0), 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(9_000, 90)]
    public void Days_are_counted_to_the_end_of_the_one_that_is_enough(long units, int days) =>
        Assert.Equal(days, Forecasts.DaysFor(units, TrafficOf(100, 100), new TrafficShare(new Experiment(), Start)));

    [Fact]
    public void More_than_ninety_days_are_no_plan() =>
        Assert.Null(Forecasts.DaysFor(9_001, TrafficOf(100, 100), new TrafficShare(new Experiment(), Start)));

    private static UnitTraffic TrafficOf(params long[] units) => new(FirstDay, FirstDay.AddDays(units.Length - 1), units);
}
