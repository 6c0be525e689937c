using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Database.Storage.Alerts;

public sealed class SqliteAlertOutboxTests() : AlertOutboxTests(StorageEngine.Sqlite);

public sealed class PostgresAlertOutboxTests() : AlertOutboxTests(StorageEngine.Postgres);

[Trait("Promise", "P6")]
public abstract class AlertOutboxTests(StorageEngine engine) : StorageTestBase(engine)
{
    private static readonly Alert Breach = new("stopped:checkout", AlertSeverity.Error, "It was stopped", "Crashes rose.");

    private DateTime Now => Time.Now.UtcDateTime;

    [Fact]
    public async Task An_incident_is_raised_once()
    {
        var outbox = new AlertOutbox(await OpenAsync());

        Assert.True(await outbox.RaiseAsync(Breach, Cancelled));
        Assert.False(await outbox.RaiseAsync(Breach with { Text = "told again" }, Cancelled));

        var due = await outbox.ClaimAsync(DateTime.MinValue, _ => TimeSpan.FromMinutes(1), Cancelled);
        Assert.Equal(new DueAlert(Breach, Now, 1), due);
    }

    [Fact]
    public async Task Of_ten_senders_over_two_stores_one_gets_an_alert()
    {
        AlertOutbox[] outboxes = [new(await OpenAsync()), new(await OpenAsync())];
        await outboxes[0].RaiseAsync(Breach, Cancelled);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(
            () => outboxes[i % 2].ClaimAsync(DateTime.MinValue, _ => TimeSpan.FromMinutes(1), Cancelled), Cancelled)));

        Assert.Single(claimed, due => due is not null);
    }

    [Fact]
    public async Task An_alert_that_was_not_sent_comes_again_after_its_wait_and_one_that_was_does_not()
    {
        var outbox = new AlertOutbox(await OpenAsync());
        await outbox.RaiseAsync(Breach, Cancelled);
        await outbox.ClaimAsync(DateTime.MinValue, attempt => TimeSpan.FromSeconds(10 * attempt), Cancelled);

        Time.Now += TimeSpan.FromSeconds(9.999);
        Assert.Null(await outbox.ClaimAsync(DateTime.MinValue, _ => TimeSpan.Zero, Cancelled));
        Time.Now += TimeSpan.FromSeconds(0.001);
        Assert.Equal(2, (await outbox.ClaimAsync(DateTime.MinValue, _ => TimeSpan.Zero, Cancelled))!.Attempt);

        await outbox.SentAsync(Breach.Incident, Cancelled);
        Time.Now += TimeSpan.FromDays(1);
        Assert.Null(await outbox.ClaimAsync(DateTime.MinValue, _ => TimeSpan.Zero, Cancelled));
    }

    [Fact]
    public async Task What_is_no_news_is_not_sent_and_in_time_forgotten()
    {
        var outbox = new AlertOutbox(await OpenAsync());
        await outbox.RaiseAsync(Breach, Cancelled);
        Time.Now += TimeSpan.FromDays(8);

        Assert.Null(await outbox.ClaimAsync(Now.AddDays(-7), _ => TimeSpan.Zero, Cancelled));
        Assert.Equal(0, await outbox.ForgetAsync(Now.AddDays(-8), Cancelled));
        Assert.Equal(1, await outbox.ForgetAsync(Now.AddDays(-7), Cancelled));
    }

    [Fact]
    public async Task An_alert_of_a_change_commits_with_it_or_not_at_all()
    {
        var store = await OpenAsync();
        var outbox = new AlertOutbox(store);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => ChangeAsync(store, fails: true));
        Assert.Equal(0, await CountAsync("select count(*) from alerts"));

        await ChangeAsync(store, fails: false);
        await ChangeAsync(store, fails: false);
        Assert.Equal(1, await CountAsync("select count(*) from alerts"));
        Assert.Equal(Breach, (await outbox.ClaimAsync(DateTime.MinValue, _ => TimeSpan.Zero, Cancelled))!.Alert);
    }

    private static Task<Flag> ChangeAsync(ControlStore store, bool fails) => store.WriteAsync(
        Intent(NewFlag("a")),
        async (session, cancellationToken) =>
        {
            var before = await session.FindFlagAsync("a", cancellationToken);
            var after = session.Put(NewFlag("a"), before);
            await session.RaiseAsync(Breach, cancellationToken);
            return fails ? throw new InvalidTimeZoneException() : new Change<Flag>(after, new AuditEntry("flag.put", "flags/a", before, after));
        },
        Cancelled);
}
