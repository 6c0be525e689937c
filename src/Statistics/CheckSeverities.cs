using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Statistics;

/// <summary>From p-values to severities, at the bounds of <see cref="SampleRatioTest"/>.</summary>
internal static class CheckSeverities
{
    public static CheckSeverity Of(Measure pValue) => pValue.OrNull switch
    {
        null => CheckSeverity.Unknown,
        < SampleRatioTest.FailBelow => CheckSeverity.Fail,
        < SampleRatioTest.WarnBelow => CheckSeverity.Warn,
        _ => CheckSeverity.Ok,
    };
}
