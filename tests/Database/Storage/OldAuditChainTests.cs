using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Engines;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GrpcExp.Database.Storage;

public sealed class SqliteOldAuditChainTests() : OldAuditChainTests(StorageEngine.Sqlite);

public sealed class PostgresOldAuditChainTests() : OldAuditChainTests(StorageEngine.Postgres);

/// <summary>A database from before audit events told token and address.</summary>
public abstract class OldAuditChainTests(StorageEngine engine) : StorageTestBase(engine)
{
    [Fact]
    public async Task A_chain_of_version_1_verifies_and_goes_on_in_version_2()
    {
        await MakeOldDatabaseAsync();

        var store = await OpenAsync();
        Assert.Equal(new AuditVerification(2, 0, ""), await VerifyAsync(store));
        await PutAsync(store, NewFlag("new"));

        Assert.Equal(new AuditVerification(3, 0, ""), await VerifyAsync(store));
        Assert.Equal(2, await CountAsync("select count(*) from audit_events where hash_version = 1 and token_id = '' and source_address = ''"));
        Assert.Equal(1, await CountAsync("select count(*) from audit_events where hash_version = 2 and token_id = 'tok-ada'"));
    }

    [Theory]
    [InlineData("update audit_events set token_id = 'tok-eve' where sequence = 1")]
    [InlineData("update audit_events set source_address = '192.0.2.66' where sequence = 1")]
    [InlineData("update audit_events set hash_version = 2 where sequence = 1")]
    [InlineData("update audit_events set actor = 'eve' where sequence = 1")]
    public async Task An_old_event_cannot_be_given_what_it_never_had(string crime)
    {
        await MakeOldDatabaseAsync();
        var store = await OpenAsync();
        await DisarmAsync();
        Assert.Equal(1, await TamperAsync(crime));

        Assert.Equal(1, (await VerifyAsync(store)).FirstBadSequence);
    }

    private static Task<AuditVerification> VerifyAsync(ControlStore store) =>
        store.ReadAsync((session, token) => session.VerifyAuditAsync(token), Cancelled);

    /// <summary>Tables and two events as the first version of the schema had them, hashed here by the rule of that version.</summary>
    private async Task MakeOldDatabaseAsync()
    {
        var options = new DbContextOptionsBuilder<ControlDbContext>();
        StoreEngine.Of(Model).Configure(options);
        options.ConfigureWarnings(warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
        await using (var context = new ControlDbContext(options.Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("20260101000000_InitialSchema", Cancelled);
        }

        var first = Hash("", "test", "1", "2026-01-02T03:04:05.000000Z", "system", "environment.create", "environments/test", "", "", "first start", "1");
        var second = Hash(first, "test", "2", "2026-01-02T03:04:06.000000Z", "ada", "metric.register", "metrics/m", "", "{}", "because", "0");
        await TamperAsync(
            $"""
            insert into audit_events (environment, sequence, occurred_at, actor, action, resource, before_json, after_json, reason, revision, previous_hash, hash) values
            ('test', 1, '2026-01-02 03:04:05', 'system', 'environment.create', 'environments/test', '', '', 'first start', 1, '', '{first}'),
            ('test', 2, '2026-01-02 03:04:06', 'ada', 'metric.register', 'metrics/m', '', '{"{}"}', 'because', 0, '{first}', '{second}')
            """);
        await TamperAsync(
            $"insert into environments (name, epoch, revision, audit_sequence, audit_hash, created_at) values ('test', 'epoch-of-the-past', 1, 2, '{second}', '2026-01-02 03:04:05')");
        await TamperAsync("insert into snapshots (environment, epoch, revision, sha256, body) values ('test', 'epoch-of-the-past', 1, '', '')");
    }

    private static string Hash(params string[] fields)
    {
        using var bytes = new MemoryStream();
        foreach (var field in fields)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, Encoding.UTF8.GetByteCount(field));
            bytes.Write(length);
            bytes.Write(Encoding.UTF8.GetBytes(field));
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }
}
