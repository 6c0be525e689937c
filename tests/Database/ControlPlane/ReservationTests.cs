using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Flags;
using GrpcExp.Storage;

namespace GrpcExp.Database.ControlPlane;

public sealed class SqliteReservationTests() : ReservationTests(StorageEngine.Sqlite);

public sealed class PostgresReservationTests() : ReservationTests(StorageEngine.Postgres);

/// <summary>What an experiment owns from its approval to its end.</summary>
public abstract class ReservationTests(StorageEngine engine) : LifecycleTestBase(engine)
{
    [Fact]
    public async Task A_slice_belongs_to_whoever_was_approved_first()
    {
        await OpenAllAsync();
        await LayerAsync("shared");
        await ApprovedAsync(Sample("first", layer: "shared", from: 0, to: 5_000));

        var taken = await RefusalOfAsync(ApprovedAsync(Sample("second", layer: "shared", from: 4_999, to: 6_000)));
        var beside = await ApprovedAsync(Sample("third", layer: "shared", from: 5_000, to: 6_000));

        Assert.Equal(ControlError.NotReservable, taken.Error);
        Assert.Equal(["experiment.layer_slice"], taken.Fields);
        Assert.Contains("[4999, 5000) of layers/shared belongs to the approved experiments/first", taken.Message, StringComparison.Ordinal);
        Assert.Equal(ExperimentState.Approved, beside.State);
    }

    [Fact]
    public async Task A_flag_belongs_to_whoever_was_approved_first()
    {
        await OpenAllAsync();
        await ApprovedAsync(Sample("first", "busy"));

        var waiting = await RefusalOfAsync(ApprovedAsync(Sample("second", "busy")));
        await StartAsync("first");
        var running = await RefusalOfAsync(ApproveAsync("second"));

        Assert.Equal((ControlError.NotReservable, ControlError.NotReservable), (waiting.Error, running.Error));
        Assert.Equal(["experiment.flag_key"], waiting.Fields);
        Assert.Contains("the approved experiments/first", waiting.Message, StringComparison.Ordinal);
        Assert.Contains("the running experiments/first", running.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conclude")]
    [InlineData("archive")]
    [InlineData("send back")]
    public async Task What_ends_or_goes_back_frees_its_slice(string way)
    {
        await OpenAllAsync();
        await LayerAsync("shared");
        await ApprovedAsync(Sample("first", "one", "shared", 0, 10_000));
        Assert.Equal(ControlError.NotReservable, (await RefusalOfAsync(ApprovedAsync(Sample("second", "one", "shared", 0, 10_000)))).Error);

        if (way == "conclude")
        {
            await StartAsync("first");
            await ConcludeAsync("first", Decision.Inconclusive);
        }
        else
        {
            await (way == "archive" ? Moves.ArchiveAsync(Author, Move("first"), Cancelled) : SendBackAsync("first", "not now"));
        }

        await ApproveAsync("second");
        Assert.Equal(ExperimentState.Running, (await StartAsync("second")).State);
    }

    [Fact]
    public async Task A_holdout_cannot_take_what_an_approved_experiment_owns_nor_the_other_way_round()
    {
        await OpenAllAsync();
        await LayerAsync("shared");
        await ApprovedAsync(Sample("first", layer: "shared", from: 0, to: 5_000));
        var layer = new Layer { Key = "shared", Holdout = { new BucketRange { Start = 4_000, End = 4_100 } } };

        var refusal = await RefusalOfAsync(Store.ReadAsync(
            async (session, token) =>
            {
                await LayerRules.CheckAsync(new Violations(), session, layer, token);
                return 0;
            },
            Cancelled));

        Assert.Equal(ControlError.InUse, refusal.Error);
        Assert.Contains("[4000, 4100) belongs to the approved experiments/first", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_makes_control_the_default()
    {
        await OpenAllAsync();
        var flag = NewFlag("rolled");
        flag.DefaultVariant = "on";
        await PutAsync(Store, flag);
        await RunningAsync(Sample("rolled"));
        var (_, before) = await Store.ReadPositionAsync(Cancelled);

        await ConcludeAsync("rolled", Decision.RolledBack);

        Assert.Equal("off", (await FindFlagAsync("rolled"))!.DefaultVariant);
        Assert.Equal(before + 1, (await Store.ReadPositionAsync(Cancelled)).Revision);
    }

    [Fact]
    public async Task An_inconclusive_end_leaves_the_default_alone()
    {
        await OpenAllAsync();
        var flag = NewFlag("open");
        flag.DefaultVariant = "on";
        var stored = await PutAsync(Store, flag);
        await RunningAsync(Sample("open"));

        await ConcludeAsync("open", Decision.Inconclusive);

        Assert.Equal(stored, await FindFlagAsync("open"));
    }
}
