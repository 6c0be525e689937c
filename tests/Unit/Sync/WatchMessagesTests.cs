using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

public sealed class WatchMessagesTests
{
    [Fact]
    public void The_first_message_and_one_of_another_epoch_say_that_everything_changed()
    {
        var snapshot = Snapshots.Loaded(Snapshots.At(1));
        Assert.True(WatchMessages.Between(null, snapshot).EverythingChanged);
        var other = Snapshots.At(1);
        other.Epoch = "restored";
        var message = WatchMessages.Between(snapshot, Snapshots.Loaded(other));
        Assert.Equal((true, "restored", 1), (message.EverythingChanged, message.Epoch, message.Revision));
    }

    [Fact]
    public void A_later_message_names_the_flags_that_changed_and_no_others()
    {
        var from = Snapshots.Loaded(Snapshots.At(1, Snapshots.Switch("a"), Snapshots.Switch("b"), Snapshots.Switch("gone")));
        var to = Snapshots.Loaded(Snapshots.At(2, Snapshots.Switch("a"), Snapshots.Switch("b", enabled: false), Snapshots.Switch("new")));
        var message = WatchMessages.Between(from, to);
        Assert.Equal((false, 2), (message.EverythingChanged, message.Revision));
        Assert.Equal(["b", "gone", "new"], message.ChangedFlags);
        Assert.Same(message, WatchMessages.Between(from, to));
    }
}
