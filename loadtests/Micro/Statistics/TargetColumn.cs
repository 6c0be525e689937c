using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GrpcExp.Micro.Statistics;

/// <summary>Says beside a benchmark whether it keeps its <see cref="TargetAttribute"/>.</summary>
internal sealed class TargetColumn : IColumn
{
    public string Id => nameof(TargetColumn);

    public string ColumnName => "Target";

    public string Legend => "Mean time that must not be exceeded, and whether it is";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => false;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        if (benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<TargetAttribute>() is not { } target)
        {
            return "";
        }

        var milliseconds = summary[benchmarkCase]?.ResultStatistics?.Mean / 1e6;
        var verdict = milliseconds is null ? "not measured" : milliseconds <= target.Milliseconds ? "holds" : "MISSED";
        return string.Create(CultureInfo.InvariantCulture, $"{target.Milliseconds} ms {verdict}");
    }

    public sealed class Config : ManualConfig
    {
        public Config() => AddColumn(new TargetColumn());
    }
}
