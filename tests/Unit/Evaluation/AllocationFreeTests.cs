using GrpcExp.Evaluation;
using static GrpcExp.Evaluation.ConditionOperator;

namespace GrpcExp.Unit.Evaluation;

public sealed class AllocationFreeTests
{
    [Fact]
    public void Evaluating_allocates_nothing_whatever_it_takes()
    {
        var model = Model();
        UnitAttribute[] attributes =
        [
            new("country", AttributeValue.Text("DE")),
            new("version", AttributeValue.Text("2.3.4-rc.1")),
            new("age", AttributeValue.Int(42)),
            new("since", AttributeValue.Text("2026-01-01T00:00:00Z")),
            new("roles", AttributeValue.TextList(["viewer", "editor"])),
            new("mail", AttributeValue.Text("someone@example.com")),
        ];
        string[] flags = ["static", "rules", "tested", "unknown"];
        string[] units = ["user-1", "user-2", "użytkownik-3", ""];

        // The pattern engine builds its automaton and the runtime its code on first use, and the runtime now and then charges
        // something of its own to the thread that happens to run. A lookup that allocates does so every time.
        Run(model, flags, units, attributes, 2_000);
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated()));

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(model, flags, units, attributes, 2_000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static void Run(SnapshotModel model, string[] flags, string[] units, UnitAttribute[] attributes, int times)
    {
        for (var time = 0; time < times; time++)
        {
            foreach (var flag in flags)
            {
                foreach (var unit in units)
                {
                    Evaluator.Evaluate(model, new EvaluationRequest(flag, unit, attributes), DateTimeOffset.UnixEpoch);
                }
            }
        }
    }

    private static SnapshotModel Model()
    {
        var condition = ConditionConfig.AllOf(
            ConditionConfig.Where("country", In, AttributeValue.Text("DE"), AttributeValue.Text("FR")),
            ConditionConfig.Where("version", SemverGreaterThan, AttributeValue.Text("2.3.4-beta")),
            ConditionConfig.Where("age", GreaterThan, AttributeValue.Double(17.5)),
            ConditionConfig.Where("since", Before, AttributeValue.Text("2027-01-01")),
            ConditionConfig.Where("roles", Contains, AttributeValue.Text("edit")),
            ConditionConfig.Where("mail", Matches, AttributeValue.Text("^[a-z]+@example\\.com$")),
            ConditionConfig.Not(ConditionConfig.InSegment("staff")));
        return SnapshotModel.Compile(Samples.Snapshot(
            Samples.Switch("static"),
            Samples.Switch("rules") with
            {
                Prerequisites = [new PrerequisiteConfig("static", ["off"])],
                Rules = [new RuleConfig { Key = "r", Condition = condition, Split = [new VariantAllocation("on", [new BucketRange(0, 5000)])] }],
            },
            Samples.Switch("tested")) with
        {
            Segments = [new SegmentConfig { Key = "staff", IncludedUnits = ["boss"] }],
            Layers = [new LayerConfig { Key = "layer" }],
            Holdout = [new BucketRange(9_000, 10_000)],
            Experiments =
            [
                Samples.Experiment("x", "tested") with
                {
                    Targeting = condition, LayerKey = "layer", LayerSlice = [new BucketRange(0, 8_000)],
                },
            ],
        });
    }
}
