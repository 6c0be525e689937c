using System.Data.Common;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Engines;
using GrpcExp.Storage.Errors;
using GrpcExp.Storage.Schema;
using GrpcExp.Storage.Snapshots;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace GrpcExp.Storage;

/// <summary>
/// The state of one environment of the control plane. There is one way to write: a transaction that locks the
/// environment's row, checks request id and etag, applies the change, chains one audit event and, when
/// configuration changed, raises the revision by one and stores snapshot and outbox row. Safe for concurrent use,
/// also by several processes on one database.
/// </summary>
public sealed class ControlStore
{
    private readonly StorageModel _model;
    private readonly StoreEngine _engine;
    private readonly TimeProvider _time;
    private readonly PooledDbContextFactory<ControlDbContext> _contexts;
    private readonly SnapshotCache _cache = new();

    // Writers of this process queue up here instead of each holding a connection while it waits for the row.
    private readonly SemaphoreSlim _writers = new(1, 1);

    private ControlStore(StorageModel model, StoreEngine engine, TimeProvider time)
    {
        _model = model;
        _engine = engine;
        _time = time;
        var options = new DbContextOptionsBuilder<ControlDbContext>();
        engine.Configure(options);
        options.ConfigureWarnings(warnings => warnings.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
        _contexts = new PooledDbContextFactory<ControlDbContext>(options.Options);
    }

    /// <summary>Called after each commit of a new revision by this process, in order and before the writer gets its answer; must be quick and must not throw.</summary>
    public Action<SnapshotEnvelope>? SnapshotCommitted { get; set; }

    /// <summary>Name of the environment.</summary>
    public string Environment => _model.Environment;

    /// <summary>The database, for a person, without secrets.</summary>
    public string Database => _engine.Description;

    /// <summary>Connections for a scheduler that replicas share; null on SQLite, where there is one server. Whoever asks disposes them.</summary>
    /// <param name="connections">Most connections at a time.</param>
    public DbDataSource? OpenScheduler(int connections) => _engine.OpenScheduler(connections);

    /// <summary>Opens the database, brings its tables up to date and makes the environment when it is new; repeating this changes nothing.</summary>
    /// <exception cref="StorageException">Unavailable, with the database and the remedy.</exception>
    public static async Task<ControlStore> OpenAsync(StorageModel model, TimeProvider time, CancellationToken cancellationToken)
    {
        var engine = StoreEngine.Of(model);
        var store = new ControlStore(model, engine, time);
        try
        {
            await store.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new StorageException(
                StorageError.Unavailable,
                $"The {engine.Description} cannot be opened: {exception.Message} "
                + "Check that the server runs, that the database or folder exists and that this user may create tables in it.",
                exception);
        }

        await store.WriteHeadAsync(
            "environment.create",
            session => session.Revision == 0 ? session.Configured() : null,
            "first start",
            cancellationToken).ConfigureAwait(false);
        return store;
    }

    /// <summary>Begins another epoch: to be done once after the database was restored from a backup, because its revisions repeat themselves.</summary>
    public Task BeginEpochAsync(string reason, CancellationToken cancellationToken) => WriteHeadAsync(
        "environment.begin_epoch",
        session =>
        {
            session.BeginEpoch(NewEpoch());
            return session;
        },
        reason,
        cancellationToken);

    /// <summary>Runs one write. An answer that is returned is durable.</summary>
    /// <param name="intent">Who wants it, with which call.</param>
    /// <param name="apply">Reads, checks and stages under the lock; what it throws undoes everything.</param>
    /// <param name="cancellationToken">Gives up before the commit, never during it.</param>
    /// <exception cref="StorageException">RequestIdReused, StaleEtag or Unavailable.</exception>
    public Task<T> WriteAsync<T>(
        WriteIntent intent,
        Func<WriteSession, CancellationToken, Task<Change<T>>> apply,
        CancellationToken cancellationToken)
        where T : IMessage<T>, new() =>
        StorageSignals.WriteAsync(intent.Method, _time, () => WriteInTurnAsync(intent, apply, cancellationToken));

    /// <summary>Runs reads that all see one committed state.</summary>
    /// <exception cref="StorageException">Unavailable.</exception>
    public async Task<T> ReadAsync<T>(Func<ReadSession, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await _engine.BeginReadAsync(context, cancellationToken).ConfigureAwait(false);
            var head = await context.Environments
                .AsNoTracking()
                .SingleAsync(row => row.Name == Environment, cancellationToken)
                .ConfigureAwait(false);
            return await read(ReadSession.Over(context, head), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (AsUnavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>The newest snapshot as it was committed.</summary>
    public async Task<SnapshotEnvelope> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        var row = await QueryAsync(context => context.Snapshots.AsNoTracking().SingleAsync(row => row.Environment == Environment, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return new SnapshotEnvelope
        {
            Epoch = row.Epoch,
            Revision = row.Revision,
            Sha256 = UnsafeByteOperations.UnsafeWrap(row.Sha256),
            Body = UnsafeByteOperations.UnsafeWrap(row.Body),
        };
    }

    /// <summary>Compiles the newest snapshot anew from the tables, and compares; costs one pass over flags, segments, layers and running experiments.</summary>
    public Task<SnapshotAudit> AuditSnapshotAsync(CancellationToken cancellationToken) => ReadAsync(
        (session, token) => session.AuditSnapshotAsync(token), cancellationToken);

    /// <summary>The newest epoch and revision; cheap enough to ask every second.</summary>
    public async Task<(string Epoch, long Revision)> ReadPositionAsync(CancellationToken cancellationToken)
    {
        var head = await QueryAsync(
            context => context.Environments.Where(row => row.Name == Environment).Select(row => new { row.Epoch, row.Revision }).SingleAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return (head.Epoch, head.Revision);
    }

    /// <summary>The oldest changes that were not yet published, in order.</summary>
    public async Task<IReadOnlyList<ChangeMessage>> ReadOutboxAsync(int take, CancellationToken cancellationToken)
    {
        var messages = await QueryAsync(
            context => context.Outbox.Where(row => row.Environment == Environment).OrderBy(row => row.Revision).Take(take).Select(row => row.Message).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return messages.ConvertAll(ChangeMessage.Parser.ParseFrom);
    }

    /// <summary>Forgets published changes up to a revision; returns how many there were.</summary>
    public Task<int> ForgetOutboxAsync(long revision, CancellationToken cancellationToken) => QueryAsync(
        context => context.Outbox.Where(row => row.Environment == Environment && row.Revision <= revision).ExecuteDeleteAsync(cancellationToken),
        cancellationToken);

    /// <summary>Forgets request ids that are past their retention; returns how many there were.</summary>
    public Task<int> ForgetRequestsAsync(CancellationToken cancellationToken)
    {
        var oldest = Now() - _model.RequestRetention;
        return QueryAsync(context => context.Requests.Where(row => row.CreatedAt < oldest).ExecuteDeleteAsync(cancellationToken), cancellationToken);
    }

    private static string NewEpoch() => Guid.NewGuid().ToString("N");

    private static StorageException? AsUnavailable(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => AsUnavailable(inner),
        // What may be tried again is wrapped once more, around the wrapping of a failed save.
        InvalidOperationException { InnerException: { } inner } => AsUnavailable(inner),
        // A broken constraint is a fault of ours that no retry mends.
        DbException { SqlState: ['2', '3', ..] } or SqliteException { SqliteErrorCode: 19 } => null,
        DbException inner => Unavailable(inner),
        TimeoutException => Unavailable(exception),
        _ => null,
    };

    private static StorageException Unavailable(Exception inner) =>
        new(StorageError.Unavailable, "The database did not do its part; try again with the same request_id.", inner);

    private async Task<T> WriteInTurnAsync<T>(
        WriteIntent intent,
        Func<WriteSession, CancellationToken, Task<Change<T>>> apply,
        CancellationToken cancellationToken)
        where T : IMessage<T>, new()
    {
        await _writers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await WriteLockedAsync(intent, apply, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (AsUnavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
        finally
        {
            _writers.Release();
        }
    }

    private async Task<T> WriteLockedAsync<T>(
        WriteIntent intent,
        Func<WriteSession, CancellationToken, Task<Change<T>>> apply,
        CancellationToken cancellationToken)
        where T : IMessage<T>, new()
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var (transaction, found) = await _engine.BeginWriteAsync(context, Environment, cancellationToken).ConfigureAwait(false);
        await using var scope = transaction.ConfigureAwait(false);
        var head = found ?? throw new InvalidOperationException($"Environment '{Environment}' has no row.");
        var now = Now();
        var requests = new RequestLog(context, Environment, now, _model.RequestRetention);
        if (await requests.FindAnswerAsync(intent, cancellationToken).ConfigureAwait(false) is { } answer)
        {
            var response = new T();
            response.MergeFrom(answer);
            return response;
        }

        var before = (head.Epoch, head.Revision);
        var parts = await _cache.AtAsync(head, context, cancellationToken).ConfigureAwait(false);
        var session = new WriteSession(context, head, now);
        var change = await apply(session, cancellationToken).ConfigureAwait(false);
        if (session.Staged != (change.Audit is not null))
        {
            throw new InvalidOperationException($"{intent.Method}: a change has exactly one audit event, and an audit event has a change.");
        }

        SnapshotEnvelope? snapshot = null;
        if (session.ChangesConfiguration)
        {
            parts = parts.With(session.Delta);
            head.Revision++;
            snapshot = SnapshotCompiler.Compile(Environment, head.Epoch, head.Revision, now, parts);
            StoreSnapshot(context, before, snapshot, session);
        }

        if (change.Audit is { } entry)
        {
            context.Add(AuditEvents.Append(head, now, intent, entry, snapshot?.Revision ?? 0));
        }

        requests.Remember(intent, change.Response);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        if (snapshot is not null)
        {
            _cache.Set(head.Epoch, head.Revision, parts);
            SnapshotCommitted?.Invoke(snapshot);
        }

        return change.Response;
    }

    private void StoreSnapshot(ControlDbContext context, (string Epoch, long Revision) before, SnapshotEnvelope snapshot, WriteSession session)
    {
        var row = new SnapshotRow
        {
            Environment = Environment,
            Epoch = snapshot.Epoch,
            Revision = snapshot.Revision,
            Sha256 = snapshot.Sha256.ToByteArray(),
            Body = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(snapshot.Body.Memory, out var bytes) && bytes.Array is { } body
                ? body
                : snapshot.Body.ToByteArray(),
        };
        if (before.Revision == 0)
        {
            context.Add(row);
        }
        else
        {
            context.Update(row);
        }

        if (_model.KeepsOutbox)
        {
            var message = ChangeMessages.Of(before, snapshot, session, _model.MaxDeltaBytes);
            context.Add(new OutboxRow { Environment = Environment, Revision = snapshot.Revision, Message = message.ToByteArray() });
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await _engine.MigrateAsync(context, cancellationToken).ConfigureAwait(false);

        // Several processes may start at once on one database: whoever comes second finds the row.
        await context.Database.ExecuteSqlAsync(
            $"""
             insert into environments (name, epoch, revision, audit_sequence, audit_hash, created_at)
             values ({Environment}, {NewEpoch()}, 0, 0, {AuditChain.Origin}, {Now()})
             on conflict (name) do nothing
             """,
            cancellationToken).ConfigureAwait(false);
    }

    private Task WriteHeadAsync(string action, Func<WriteSession, object?> stage, string reason, CancellationToken cancellationToken)
    {
        var position = new Google.Protobuf.WellKnownTypes.Empty();
        return WriteAsync(
            new WriteIntent(Actor.System, action, "", position, reason),
            (session, _) =>
            {
                var entry = stage(session) is null ? null : new AuditEntry(action, $"environments/{Environment}", null, null);
                return Task.FromResult(new Change<Google.Protobuf.WellKnownTypes.Empty>(position, entry));
            },
            cancellationToken);
    }

    /// <summary>Runs one query, or one statement that needs no lock on the environment.</summary>
    internal async Task<T> QueryAsync<T>(Func<ControlDbContext, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            return await query(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (AsUnavailable(exception) is { } unavailable)
        {
            throw unavailable;
        }
    }

    internal DateTime Now()
    {
        // Whole microseconds: what PostgreSQL keeps, so that a hash over a time survives the round trip.
        var now = _time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }
}
