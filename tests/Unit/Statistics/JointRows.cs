using System.Text.Json;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics;

/// <summary>Rows of the oracles as moments.</summary>
internal static class JointRows
{
    public static double[][] Rows(this JsonElement rows) =>
        [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray())];

    public static JointMoments Moments(this JsonElement rows) => JointMoments.FromRows(rows.Rows());
}
