using System.Data.Common;
using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using GrpcExp.Tests;
using Npgsql;

namespace GrpcExp.Database.Storage;

public sealed class SqliteAuditGuardTests() : AuditGuardTests(StorageEngine.Sqlite);

public sealed class PostgresAuditGuardTests() : AuditGuardTests(StorageEngine.Postgres)
{
    /// <summary>Everything that the application's login could try, being neither owner nor superuser.</summary>
    private static readonly string[] Attempts =
    [
        "update audit_events set actor = 'eve'",
        "delete from audit_events",
        "truncate audit_events",
        "drop table audit_events",
        "drop trigger audit_events_append_only on audit_events",
        "alter table audit_events disable trigger all",
        "alter table audit_events owner to current_user",
        "create or replace function refuse_audit_change() returns trigger language plpgsql as $$ begin return old; end $$",
        "set session_replication_role = replica",
        "insert into \"__EFMigrationsHistory\" values ('20990101000000_Later', '10')",
    ];

    [Fact]
    public async Task The_login_of_the_application_cannot_change_the_log_nor_take_its_guard_away()
    {
        await using var roles = await PostgresRoles.MakeAsync(Model.ConnectionString);
        var store = await ControlStore.OpenAsync(Model with { ConnectionString = roles.Application, OwnerConnectionString = roles.Owner }, Time, Cancelled);
        await PutAsync(store, NewFlag("a"));

        foreach (var attempt in Attempts)
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(roles.Application, attempt));
            Assert.True(refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{attempt}: {refusal.Message}");

            // By its rights, before the trigger has a say.
            Assert.DoesNotContain("append-only", refusal.Message);
        }

        Assert.True((await store.ReadAsync((session, token) => session.VerifyAuditAsync(token), Cancelled)).Intact);

        // The second start has nothing to bring up to date, and needs no owner for it.
        await PutAsync(await ControlStore.OpenAsync(Model with { ConnectionString = roles.Application }, Time, Cancelled), NewFlag("b"));
    }

    [Fact]
    public async Task A_login_that_could_change_the_log_is_refused_when_the_owners_is_given()
    {
        await using var roles = await PostgresRoles.MakeAsync(Model.ConnectionString);

        // The login of the tests is a superuser; the owner's own is the owner's.
        foreach (var application in new[] { Model.ConnectionString, roles.Owner })
        {
            var refusal = await Assert.ThrowsAsync<StorageException>(
                () => ControlStore.OpenAsync(Model with { ConnectionString = application, OwnerConnectionString = roles.Owner }, Time, Cancelled));
            Assert.Contains("could change the audit log", refusal.Message);
        }
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancelled);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}

/// <summary>The table itself refuses to be changed, also by whoever owns it, until he takes the guard away.</summary>
public abstract class AuditGuardTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Theory]
    [InlineData("update audit_events set actor = 'eve' where sequence = 2")]
    [InlineData("update audit_events set actor = actor")]
    [InlineData("delete from audit_events where sequence = 2")]
    [InlineData("delete from audit_events")]
    public async Task An_event_is_neither_changed_nor_deleted(string crime)
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"));

        var refusal = await Assert.ThrowsAnyAsync<DbException>(() => TamperAsync(crime));

        Assert.Contains("append-only", refusal.Message);
        Assert.Equal(2, await CountAsync("select count(*) from audit_events where actor in ('ada', 'system')"));
        await PutAsync(store, NewFlag("b"));
        Assert.True((await store.ReadAsync((session, token) => session.VerifyAuditAsync(token), Cancelled)).Intact);
    }

    [Fact]
    public async Task An_event_is_not_replaced_either()
    {
        var store = await OpenAsync();
        await PutAsync(store, NewFlag("a"));
        const string Copy = "select environment, sequence, occurred_at, 'eve', action, resource, before_json, after_json, reason, revision, previous_hash, hash, "
            + "token_id, source_address, hash_version from audit_events where sequence = 2";
        const string Columns = "environment, sequence, occurred_at, actor, action, resource, before_json, after_json, reason, revision, previous_hash, hash, "
            + "token_id, source_address, hash_version";
        var crime = Model.Engine == StorageEngine.Sqlite
            ? $"insert or replace into audit_events ({Columns}) {Copy}"
            : $"insert into audit_events ({Columns}) {Copy} on conflict (environment, sequence) do update set actor = excluded.actor";

        Assert.Contains("append-only", (await Assert.ThrowsAnyAsync<DbException>(() => TamperAsync(crime))).Message);
    }
}
