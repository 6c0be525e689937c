using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Segments;

namespace GrpcExp.Unit.Statistics;

public sealed class HeterogeneityTestTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("segments");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Q_and_the_segments_agree_with_statsmodels(string json)
    {
        var c = Oracle.Parse(json);
        var actual = HeterogeneityTest.Run([.. c.GetProperty("segments").EnumerateArray().Select((s, i) => new SegmentSample(
            $"s{i}", MeanComparisonTests.Moments(s.Numbers("control")), MeanComparisonTests.Moments(s.Numbers("treatment"))))]);
        Oracle.Agree(c.Number("q"), actual.Q, "Q", scale: 1e-9);
        Oracle.Agree(c.Number("df"), actual.DegreesOfFreedom, "df");
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
        foreach (var (expected, segment) in c.Numbers("p_adjusted").Zip(actual.Segments))
        {
            Oracle.Agree(expected, segment.PValueAdjusted, segment.Segment);
        }
    }

    [Fact]
    public void A_segment_that_cannot_be_estimated_is_left_out_and_shown()
    {
        var usable = new SampleMoments(100, 1, 99);
        var result = HeterogeneityTest.Run(
            [new("a", usable, usable), new("empty", default, default), new("b", usable, new SampleMoments(100, 2, 99))]);
        Assert.Equal(1, result.DegreesOfFreedom.Value);
        Assert.Equal(AbsenceReason.NoUnits, result.Segments[1].Comparison.PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, result.Segments[1].PValueAdjusted.Reason);
    }

    [Fact]
    public void One_segment_cannot_differ_from_itself()
    {
        var usable = new SampleMoments(100, 1, 99);
        Assert.Equal(AbsenceReason.TooFewSegments, HeterogeneityTest.Run([new("a", usable, usable)]).PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewSegments, HeterogeneityTest.Run([]).Q.Reason);
    }
}
