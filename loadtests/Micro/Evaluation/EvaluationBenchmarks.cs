using BenchmarkDotNet.Attributes;
using GrpcExp.Evaluation;

namespace GrpcExp.Micro.Evaluation;

/// <summary>
/// One evaluation in a snapshot of 500 flags and 50 experiments, against the bare hash that it cannot do without.
/// The memory column must say 0 B.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EvaluationBenchmarks
{
    private readonly SnapshotModel _snapshot = Snapshots.WithExperiments(flags: 500, experiments: 50);
    private readonly UnitAttribute[] _attributes =
    [
        new("country", AttributeValue.Text("DE")),
        new("app_version", AttributeValue.Text("4.2.1")),
    ];

    private int _unit;
    private string[] _units = [];

    [GlobalSetup]
    public void MakeUnits() => _units = [.. Enumerable.Range(0, 4096).Select(i => $"user-{i}")];

    [Benchmark(Baseline = true)]
    public int Bucket_alone() => Bucketing.Bucket("flag-7", NextUnit());

    [Benchmark]
    public EvaluationResult Flag_without_rules() => Evaluate("flag-499");

    [Benchmark]
    public EvaluationResult Flag_with_targeting_rules() => Evaluate("flag-100");

    [Benchmark]
    public EvaluationResult Flag_with_an_experiment() => Evaluate("flag-7");

    private EvaluationResult Evaluate(string flag) =>
        Evaluator.Evaluate(_snapshot, new EvaluationRequest(flag, new UnitId(NextUnit()), _attributes), DateTimeOffset.UnixEpoch);

    private string NextUnit() => _units[_unit++ & 4095];
}
