using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Database.Storage;

public sealed class SqliteResourceTests() : ResourceTests(StorageEngine.Sqlite);

public sealed class PostgresResourceTests() : ResourceTests(StorageEngine.Postgres);

public abstract class ResourceTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task Pages_follow_each_other_in_the_same_order_on_every_engine()
    {
        var store = await OpenAsync();
        foreach (var key in new[] { "b", "a.b", "B", "a", "a-b", "a_b" })
        {
            await PutAsync(store, NewFlag(key));
        }

        Assert.Equal(["B", "a"], await KeysAsync(store, new ResourceQuery("", "", 2)));
        Assert.Equal(["a-b", "a.b"], await KeysAsync(store, new ResourceQuery("a", "", 2)));
        Assert.Equal(["a_b", "b"], await KeysAsync(store, new ResourceQuery("a.b", "", 10)));
        Assert.Equal(["a-b", "a.b", "a_b", "b"], await KeysAsync(store, new ResourceQuery("", "b", 10)));
        Assert.Equal(["a_b"], await KeysAsync(store, new ResourceQuery("", "_", 10)));
        Assert.Empty(await KeysAsync(store, new ResourceQuery("", "%", 10)));
    }

    [Fact]
    public async Task A_new_version_of_a_metric_leaves_the_old_one_readable()
    {
        var store = await OpenAsync();
        await PutMetricAsync(store, "latency", "p50");
        await PutMetricAsync(store, "latency", "p95");

        var (newest, first, all) = await store.ReadAsync(
            async (session, token) => (
                await session.FindMetricAsync("latency", 0, token),
                await session.FindMetricAsync("latency", 1, token),
                await session.ListMetricVersionsAsync(token)),
            Cancelled);

        Assert.Equal((2, "p95"), (newest!.Version, newest.EventName));
        Assert.Equal((1, "p50"), (first!.Version, first.EventName));
        Assert.Equal([1, 2], all.Select(metric => metric.Version));
        Assert.Single(await store.ReadAsync((session, token) => session.ListMetricsAsync(new ResourceQuery("", "", 10), token), Cancelled));
    }

    [Fact]
    public async Task Who_needs_a_flag_follows_its_prerequisites()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("base"));
        var dependent = NewFlag("dependent");
        dependent.Prerequisites.Add(new Prerequisite { FlagKey = "base", Variants = { "on" } });
        await PutAsync(store, dependent);
        Assert.Equal(["dependent"], await NeedingAsync());

        await PutAsync(store, NewFlag("dependent"));

        Assert.Empty(await NeedingAsync());

        Task<IReadOnlyList<string>> NeedingAsync() =>
            store.ReadAsync((session, token) => session.FlagsNeedingAsync("base", token), Cancelled);
    }

    [Fact]
    public async Task A_token_is_found_by_the_hash_of_its_secret()
    {
        var store = await OpenAsync();
        var token = new StoredToken("t1", "abc", "ada", [Role.Editor, Role.Viewer], Time.Now.UtcDateTime, Time.Now.UtcDateTime.AddDays(1), null);
        await store.WriteAsync(
            Intent(new CreateTokenRequest()),
            (session, _) =>
            {
                session.Put(token, added: true);
                return Task.FromResult(new Change<CreateTokenResponse>(new CreateTokenResponse(), new AuditEntry("token.create", "tokens/t1", null, null)));
            },
            Cancelled);

        var found = await store.ReadAsync((session, cancellationToken) => session.FindTokenByHashAsync("abc", cancellationToken), Cancelled);

        Assert.Equivalent(token, found, strict: true);
        Assert.Equal(DateTimeKind.Utc, found!.ExpiresAt!.Value.Kind);
        Assert.Null(await store.ReadAsync((session, cancellationToken) => session.FindTokenByHashAsync("abd", cancellationToken), Cancelled));
    }

    private static async Task<IEnumerable<string>> KeysAsync(ControlStore store, ResourceQuery query) =>
        (await store.ReadAsync((session, token) => session.ListFlagsAsync(query, token), Cancelled)).Select(flag => flag.Key);

    private static Task<Metric> PutMetricAsync(ControlStore store, string key, string eventName) => store.WriteAsync(
        Intent(new Metric()),
        async (session, token) =>
        {
            var before = await session.FindMetricAsync(key, 0, token);
            var after = session.PutVersion(new Metric { Key = key, EventName = eventName }, before);
            return new Change<Metric>(after, new AuditEntry("metric.put", $"metrics/{key}", before, after));
        },
        Cancelled);
}
