using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Ingestion;

/// <summary>
/// Takes batches of raw events into the warehouse. A call returns after its commit: what it reports as accepted,
/// duplicate or rejected is durable. Sending a batch again changes nothing. Safe for concurrent use.
/// </summary>
/// <param name="database">The warehouse to store into.</param>
public sealed class EventIngestor(WarehouseDatabase database)
{
    private static readonly string[] RejectedColumns =
    [
        "content_hash", "kind", "event_id", "experiment_key", "unit_id", "field", "value", "reason", "message", "payload", "rejected_at",
    ];

    private static readonly JsonSerializerOptions PayloadOptions = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Stores assignments; see <see cref="AssignmentRow"/> for the bounds a row must keep.</summary>
    public Task<IngestResult> RecordAssignmentsAsync(IReadOnlyList<AssignmentRow> rows, CancellationToken cancellationToken = default) =>
        RecordAsync(RowRules.Assignments, rows, cancellationToken);

    /// <summary>Stores exposures; see <see cref="ExposureRow"/> for the bounds a row must keep.</summary>
    public Task<IngestResult> RecordExposuresAsync(IReadOnlyList<ExposureRow> rows, CancellationToken cancellationToken = default) =>
        RecordAsync(RowRules.Exposures, rows, cancellationToken);

    /// <summary>Stores product events; see <see cref="EventRow"/> for the bounds a row must keep.</summary>
    public Task<IngestResult> RecordEventsAsync(IReadOnlyList<EventRow> rows, CancellationToken cancellationToken = default) =>
        RecordAsync(RowRules.Events, rows, cancellationToken);

    /// <summary>Notes what senders had to drop. The largest count of a sender and experiment stands, so that a report can be sent again.</summary>
    public async Task ReportDroppedAsync(IReadOnlyList<DroppedExposures> dropped, CancellationToken cancellationToken = default)
    {
        if (dropped.Count == 0)
        {
            return;
        }

        var now = database.Dialect.Instant(database.Time.GetUtcNow());
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await database.Dialect.BeginWriteAsync(connection, WriteScope.Ingest, cancellationToken).ConfigureAwait(false);
        await connection.InsertAsync(
            transaction,
            $"{database.Dialect.Table("raw", "dropped_exposures")} as known",
            ["source_id", "experiment_key", "dropped", "reported_at"],
            dropped
                .GroupBy(row => (row.SourceId, row.ExperimentKey))
                .OrderBy(group => group.Key.SourceId, StringComparer.Ordinal)
                .ThenBy(group => group.Key.ExperimentKey, StringComparer.Ordinal)
                .Select(group => new object?[] { group.Key.SourceId, group.Key.ExperimentKey, group.Max(row => row.Count), now }),
            "on conflict (source_id, experiment_key) do update set dropped = excluded.dropped, reported_at = excluded.reported_at "
            + "where excluded.dropped > known.dropped",
            cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IngestResult> RecordAsync<T>(RowRules<T> rules, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        var now = database.Time.GetUtcNow();
        var (valid, rejected) = Sort(rules, rows, now);
        if (rows.Count == 0)
        {
            return new IngestResult(0, 0, rejected);
        }

        var dialect = database.Dialect;
        await dialect.EnsureDaysAsync(rules.Table.Name, valid.Select(rules.Table.Day).ToHashSet(), now, cancellationToken).ConfigureAwait(false);
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await dialect.BeginWriteAsync(connection, WriteScope.Ingest, cancellationToken).ConfigureAwait(false);
        var stored = new StoredCounts(new Dictionary<string, int>());
        if (valid.Count > 0)
        {
            var batchId = await dialect.NextBatchAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            stored = await dialect.InsertEventsAsync(connection, transaction, rules.Table, valid, now, batchId, cancellationToken).ConfigureAwait(false);
        }

        await KeepRejectedAsync(rules, rows, rejected, connection, transaction, now, cancellationToken).ConfigureAwait(false);
        await CountResentAsync(rules, valid, stored, connection, transaction, now, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new IngestResult(stored.Total, valid.Count - stored.Total, rejected);
    }

    private static (IReadOnlyList<T> Valid, List<RejectedRow> Rejected) Sort<T>(RowRules<T> rules, IReadOnlyList<T> rows, DateTimeOffset now)
    {
        var valid = new List<T>(rows.Count);
        var rejected = new List<RejectedRow>();
        for (var i = 0; i < rows.Count; i++)
        {
            var check = new RowCheck(now);
            rules.Check(rows[i], ref check);
            if (check.Problem is { } problem)
            {
                rejected.Add(new RejectedRow(i, RowCheck.Printable(rules.EventId(rows[i]) ?? ""), problem.Field, problem.Value, problem.Reason, problem.Message));
            }
            else
            {
                valid.Add(rows[i]);
            }
        }

        return (valid, rejected);
    }

    private Task KeepRejectedAsync<T>(
        RowRules<T> rules,
        IReadOnlyList<T> rows,
        List<RejectedRow> rejected,
        DbConnection connection,
        DbTransaction transaction,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var kind = RawNames.Of(rules.Kind);
        var values = rejected
            .Select(rejection =>
            {
                var row = rows[rejection.Index];
                var payload = JsonSerializer.SerializeToUtf8Bytes(row, PayloadOptions);
                var hash = Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(kind), (byte)'\n', .. payload]));
                return new object?[]
                {
                    hash, kind, rejection.EventId, RowCheck.Printable(rules.ExperimentKey(row) ?? ""), RowCheck.Printable(rules.UnitId(row) ?? ""),
                    rejection.Field, rejection.Value, RawNames.Of(rejection.Reason), rejection.Message, Payload(payload), database.Dialect.Instant(now),
                };
            })
            .OrderBy(row => (string)row[0]!, StringComparer.Ordinal);
        return connection.InsertAsync(
            transaction, database.Dialect.Table("raw", "rejected_events"), RejectedColumns, values, "on conflict do nothing", cancellationToken);
    }

    private Task CountResentAsync<T>(
        RowRules<T> rules,
        IReadOnlyList<T> valid,
        StoredCounts stored,
        DbConnection connection,
        DbTransaction transaction,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (stored.Total == valid.Count)
        {
            return Task.CompletedTask;
        }

        var day = database.Dialect.Day(DateOnly.FromDateTime(now.UtcDateTime));
        var values = valid
            .CountBy(rules.Table.Group)
            .Select(group => (group.Key, Resent: group.Value - stored.PerGroup.GetValueOrDefault(group.Key)))
            .Where(group => group.Resent > 0)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new object?[] { day, RawNames.Of(rules.Kind), group.Key, (long)group.Resent });
        return connection.InsertAsync(
            transaction,
            $"{database.Dialect.Table("raw", "resent_events_daily")} as counted",
            ["day", "kind", "experiment_key", "resent"],
            values,
            "on conflict (day, kind, experiment_key) do update set resent = counted.resent + excluded.resent",
            cancellationToken);
    }

    /// <summary>The row as JSON, cut so that hostile rows cannot fill the disk.</summary>
    private static string Payload(byte[] json)
    {
        var text = System.Text.Encoding.UTF8.GetString(json);
        return text.Length > IngestLimits.PropertiesLength ? text[..IngestLimits.PropertiesLength] : text;
    }
}
