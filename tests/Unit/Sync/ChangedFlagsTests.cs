using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

public sealed class ChangedFlagsTests
{
    private static readonly Snapshot Before = new()
    {
        Flags =
        {
            new Flag { Key = "plain" },
            new Flag { Key = "segmented", Rules = { new Rule { Condition = new Condition { AnyOf = new ConditionGroup { Conditions = { new Condition { Segment = "outer" } } } } } } },
            new Flag { Key = "tested" },
            new Flag { Key = "layered" },
            new Flag { Key = "dependent", Prerequisites = { new Prerequisite { FlagKey = "tested" } } },
            new Flag { Key = "deeper", Prerequisites = { new Prerequisite { FlagKey = "dependent" } } },
        },
        Segments = { new Segment { Key = "inner" }, new Segment { Key = "outer", Condition = new Condition { Segment = "inner" } } },
        Layers = { new Layer { Key = "layer" } },
        Experiments =
        {
            new RunningExperiment { Key = "e1", FlagKey = "tested" },
            new RunningExperiment { Key = "e2", FlagKey = "layered", LayerKey = "layer" },
        },
    };

    [Fact]
    public void Nothing_changed_when_only_the_revision_did() => Expect("", after => after.Revision = 7);

    [Fact]
    public void A_new_a_changed_and_a_deleted_flag_are_told_apart() => Expect("new Added, plain Changed, segmented Deleted", after =>
    {
        after.Flags.Add(new Flag { Key = "new" });
        after.Flags[0].Version = 2;
        after.Flags.RemoveAt(1);
    });

    [Fact]
    public void A_segment_reaches_flags_through_groups_and_other_segments() =>
        Expect("segmented Changed", after => after.Segments[0].Description = "new");

    [Fact]
    public void An_experiment_reaches_its_flag_and_all_that_depend_on_it() =>
        Expect("deeper Changed, dependent Changed, tested Changed", after => after.Experiments.RemoveAt(0));

    [Fact]
    public void A_layer_reaches_the_flags_of_its_experiments() =>
        Expect("layered Changed", after => after.Layers[0].Holdout.Add(new BucketRange { Start = 0, End = 10 }));

    [Fact]
    public void A_holdout_reaches_every_flag_with_an_experiment() =>
        Expect("deeper Changed, dependent Changed, layered Changed, tested Changed", after => after.Holdout.Add(new BucketRange { Start = 0, End = 10 }));

    private static void Expect(string expected, Action<Snapshot> change)
    {
        var after = Before.Clone();
        change(after);
        Assert.Equal(expected, string.Join(", ", ChangedFlags.Between(Before, after).Select(c => $"{c.Key} {c.Value}")));
    }
}
