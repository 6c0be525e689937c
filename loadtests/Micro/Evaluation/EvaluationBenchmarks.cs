using System.Security.Cryptography;
using System.Text;
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
    private readonly SnapshotModel _held = Snapshots.WithExperiments(flags: 500, experiments: 50, holdout: true);
    private readonly UnitAttribute[] _spanish = [new("country", AttributeValue.Text("ES")), new("app_version", AttributeValue.Text("4.2.1"))];
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
    public int Hash_by_the_framework_alone()
    {
        Span<byte> bytes = stackalloc byte[64];
        Span<byte> digest = stackalloc byte[32];
        var length = Encoding.UTF8.GetBytes("flag-7:", bytes);
        length += Encoding.UTF8.GetBytes(NextUnit(), bytes[length..]);
        return SHA256.HashData(bytes[..length], digest);
    }

    [Benchmark]
    public EvaluationResult Flag_without_rules() => Evaluate("flag-499");

    [Benchmark]
    public EvaluationResult Flag_with_targeting_rules() => Evaluate("flag-100");

    [Benchmark]
    public EvaluationResult Flag_with_a_rule_that_needs_no_hash() =>
        Evaluator.Evaluate(_snapshot, new EvaluationRequest("flag-100", new UnitId(NextUnit()), _spanish), DateTimeOffset.UnixEpoch);

    [Benchmark]
    public EvaluationResult Flag_whose_targeting_does_not_hold() =>
        Evaluator.Evaluate(_snapshot, new EvaluationRequest("flag-7", new UnitId(NextUnit()), _spanish), DateTimeOffset.UnixEpoch);

    [Benchmark]
    public EvaluationResult Flag_with_an_experiment() => Evaluate("flag-7");

    [Benchmark]
    public EvaluationResult Flag_with_holdout_layer_and_experiment() =>
        Evaluator.Evaluate(_held, new EvaluationRequest("flag-0", new UnitId(NextUnit()), _attributes), DateTimeOffset.UnixEpoch);

    private EvaluationResult Evaluate(string flag) =>
        Evaluator.Evaluate(_snapshot, new EvaluationRequest(flag, new UnitId(NextUnit()), _attributes), DateTimeOffset.UnixEpoch);

    private string NextUnit() => _units[_unit++ & 4095];
}
