using System.Text.Json;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Evaluation;

/// <summary>Answers that another implementation gave once and that must never change: <c>Oracles/generate.py</c> says how.</summary>
[Trait("Promise", "P3.5")]
public sealed class GoldenDecisionTests
{
    [Fact]
    public void Every_golden_case_gets_its_answer()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("tests", "Unit", "Evaluation", "Oracles", "decisions.json")));
        var now = document.RootElement.GetProperty("now").GetDateTimeOffset();
        var met = new Dictionary<EvaluationReason, int>();
        foreach (var group in document.RootElement.GetProperty("groups").EnumerateArray())
        {
            var snapshot = JsonParser.Default.Parse<Snapshot>(group.GetProperty("snapshot").GetRawText());
            var model = SnapshotModel.Compile(SnapshotMapping.ToConfig(snapshot));
            foreach (var golden in group.GetProperty("cases").EnumerateArray())
            {
                UnitAttribute[] attributes = golden.GetProperty("country").GetString() is { } country ? [new("country", AttributeValue.Text(country))] : [];
                var result = Evaluator.Evaluate(model, new EvaluationRequest(model.Flags[0].Key, golden.GetProperty("unit").GetString(), attributes), now);
                Assert.Equal(
                    (golden.GetProperty("variant").GetString(), golden.GetProperty("reason").GetString(), golden.GetProperty("experiment").GetString(), golden.GetProperty("rule").GetString()),
                    (result.Variant, result.Reason.ToString(), result.ExperimentKey, result.RuleKey));
                met[result.Reason] = met.GetValueOrDefault(result.Reason) + 1;
            }
        }

        Assert.Equal(480, met.Values.Sum());
        Assert.Equal(
            [EvaluationReason.Default, EvaluationReason.TargetingMatch, EvaluationReason.Split, EvaluationReason.Disabled, EvaluationReason.Holdout],
            met.Keys.Order());
    }
}
