using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteRunningGuardTests() : RunningGuardTests(StorageEngine.Sqlite);

public sealed class PostgresRunningGuardTests() : RunningGuardTests(StorageEngine.Postgres);

/// <summary>What cannot change under a running experiment.</summary>
public abstract class RunningGuardTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    [Fact]
    public async Task Values_rules_and_prerequisites_stay_while_an_experiment_runs()
    {
        await OpenAllAsync();
        await FlagAsync("other");
        await RunningAsync(Sample("guarded"));
        var before = (await FindFlagAsync("guarded"))!;
        var after = before.Clone();
        after.Variants[0].Value = new FlagValue { BoolValue = false };
        after.Rules.Add(new Rule { Key = "r", Variant = "on", Condition = new Condition { Segment = "staff" } });
        after.Prerequisites.Add(new Prerequisite { FlagKey = "other", Variants = { "on" } });

        var refusal = await RefusalOfAsync(CheckAsync(before, after));

        Assert.Equal(ControlError.InUse, refusal.Error);
        Assert.Equal(["flag.variants[on].value", "flag.rules", "flag.prerequisites"], refusal.Fields);
        Assert.Contains("running experiments/guarded", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_experiment_does_not_compare_is_free_and_so_is_everything_once_it_is_over()
    {
        await OpenAllAsync();
        var flag = NewFlag("free");
        flag.Variants.Add(new Variant { Key = "third", Value = new FlagValue { BoolValue = true } });
        await PutAsync(Store, flag);
        await RunningAsync(Sample("free"));
        var before = (await FindFlagAsync("free"))!;
        var beside = before.Clone();
        beside.Enabled = !before.Enabled;
        beside.Description = "Better said.";
        beside.Variants[2].Value = new FlagValue { BoolValue = false };
        beside.ForcedUnits["tester"] = "on";
        var inside = before.Clone();
        inside.Variants[1].Value = new FlagValue { BoolValue = true };

        await CheckAsync(before, beside);
        Assert.Equal(ControlError.InUse, (await RefusalOfAsync(CheckAsync(before, inside))).Error);
        await ConcludeAsync("free", Decision.Inconclusive);
        await CheckAsync(before, inside);
    }

    [Fact]
    public async Task A_segment_that_says_who_is_in_stays_also_at_second_hand()
    {
        await OpenAllAsync();
        await SegmentAsync(Country("inner", "DE"));
        await SegmentAsync(new Segment { Key = "outer", Condition = new Condition { AllOf = new ConditionGroup { Conditions = { new Condition { Segment = "inner" } } } } });
        await SegmentAsync(Country("elsewhere", "FR"));
        var targeted = Sample("targeted");
        targeted.Targeting = new Condition { Segment = "outer" };
        await RunningAsync(targeted);
        var described = Country("inner", "DE");
        described.Description = "Germany";

        var inner = await RefusalOfAsync(CheckAsync(Country("inner", "DE"), Country("inner", "AT")));
        var unit = Country("inner", "DE");
        unit.IncludedUnits.Add("u1");
        var included = await RefusalOfAsync(CheckAsync(Country("inner", "DE"), unit));

        Assert.Equal(ControlError.InUse, inner.Error);
        Assert.Equal(["segment.condition"], inner.Fields);
        Assert.Equal(["segment.included_units"], included.Fields);
        await CheckAsync(Country("inner", "DE"), described);
        await CheckAsync(Country("elsewhere", "FR"), Country("elsewhere", "BE"));
    }

    [Fact]
    public async Task A_segment_of_a_rule_before_the_experiment_stays_too()
    {
        await OpenAllAsync();
        await SegmentAsync(Country("ruled", "DE"));
        var flag = NewFlag("rules");
        flag.Rules.Add(new Rule { Key = "r", Variant = "on", Condition = new Condition { Segment = "ruled" } });
        await PutAsync(Store, flag);
        await RunningAsync(Sample("rules"));

        Assert.Equal(ControlError.InUse, (await RefusalOfAsync(CheckAsync(Country("ruled", "DE"), Country("ruled", "AT")))).Error);
    }

    private static Segment Country(string key, string country) => new()
    {
        Key = key,
        Condition = new Condition
        {
            Attribute = new AttributeCondition
            {
                Attribute = "country",
                Operator = Operator.Equals,
                Values = { new AttributeValue { StringValue = country } },
            },
        },
    };

    private Task<Segment> SegmentAsync(Segment segment) => Store.WriteAsync(
        new WriteIntent(Author, "/test/Segment", "", segment, ""),
        (session, _) =>
        {
            var after = session.Put(segment, null);
            return Task.FromResult(new Change<Segment>(after, new AuditEntry("segment.put", $"segments/{segment.Key}", null, after)));
        },
        Cancelled);

    private Task<int> CheckAsync(Flag before, Flag after) => Store.ReadAsync(
        async (session, token) =>
        {
            await RunningGuards.CheckAsync(session, before, after, token);
            return 0;
        },
        Cancelled);

    private Task<int> CheckAsync(Segment before, Segment after) => Store.ReadAsync(
        async (session, token) =>
        {
            await RunningGuards.CheckAsync(session, before, after, token);
            return 0;
        },
        Cancelled);
}
