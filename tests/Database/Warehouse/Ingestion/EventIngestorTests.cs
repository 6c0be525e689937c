using System.Globalization;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Ingestion;

public sealed class SqliteEventIngestorTests() : EventIngestorTests(WarehouseEngine.Sqlite);

public sealed class PostgresEventIngestorTests() : EventIngestorTests(WarehouseEngine.Postgres);

public abstract class EventIngestorTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 30, 0, 123, TimeSpan.Zero);

    private EventIngestor Ingestor => new(Database);

    [Fact]
    [Trait("Promise", "P4.1")]
    public async Task A_batch_sent_twice_counts_once()
    {
        var rows = Enumerable.Range(0, 50).Select(i => Assignment($"e{i}", $"u{i}")).ToArray();

        var first = await Ingestor.RecordAssignmentsAsync(rows, Cancelled);
        var second = await Ingestor.RecordAssignmentsAsync(rows, Cancelled);

        Assert.Equal((50, 0), (first.Accepted, first.Duplicate));
        Assert.Equal((0, 50), (second.Accepted, second.Duplicate));
        Assert.Equal(["50"], await QueryAsync("select count(*) from raw.assignments"));
        Assert.Equal(["assignment|exp|50"], await QueryAsync("select kind, experiment_key, resent from raw.resent_events_daily"));
    }

    [Fact]
    public async Task An_event_twice_in_one_batch_keeps_its_first_row()
    {
        var result = await Ingestor.RecordEventsAsync([Event("e1", 1.5), Event("e1", 2.5), Event("e2", null)], Cancelled);

        Assert.Equal((2, 1, 0), (result.Accepted, result.Duplicate, result.Rejected.Count));
        Assert.Equal(["e1|1.5", "e2|"], await QueryAsync("select event_id, value from raw.events order by event_id"));
    }

    [Fact]
    [Trait("Promise", "P4.1")]
    public async Task Large_batches_that_are_partly_known_or_come_at_once_store_each_event_once()
    {
        EventRow[] Rows(int from) => [.. Enumerable.Range(from, 2_500).Select(i => Event($"e{i:D5}", i))];
        var first = await Ingestor.RecordEventsAsync(Rows(0), Cancelled);
        var partly = await Ingestor.RecordEventsAsync(Rows(1_000), Cancelled);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Ingestor.RecordEventsAsync(Rows(3_000 + i * 200), Cancelled), Cancelled)));

        Assert.Equal((2_500, 0), (first.Accepted, first.Duplicate));
        Assert.Equal((1_000, 1_500), (partly.Accepted, partly.Duplicate));
        Assert.Equal(2_600, atOnce.Sum(result => result.Accepted));
        Assert.Equal(["6100|6100"], await QueryAsync("select count(*), count(distinct event_id) from raw.events"));
    }

    [Fact]
    public async Task Every_field_survives_the_way_in()
    {
        await Ingestor.RecordAssignmentsAsync([Assignment("e1", "ü|1") with { Segment = "new", Country = "DE", Platform = null }], Cancelled);
        await Ingestor.RecordExposuresAsync([new ExposureRow("x1", "exp", "flag", "ü|1", "treatment", At)], Cancelled);
        await Ingestor.RecordEventsAsync([Event("e1", 0.1) with { Properties = """{"a": 1}""" }], Cancelled);

        Assert.Equal(
            ["e1|exp|flag|ü|1|control|42|2026-03-01 09:30:00.123|new|DE||2026-03-01|2026-03-31 12:00:00.000|1"],
            await QueryAsync("select * from raw.assignments"));
        Assert.Equal(
            ["x1|exp|flag|ü|1|treatment|2026-03-01 09:30:00.123|2026-03-01|2026-03-31 12:00:00.000|2"],
            await QueryAsync("select * from raw.exposures"));
        Assert.Equal(["e1|u1|order|0.1|{\"a\": 1}|2026-03-01"], await QueryAsync("select event_id, unit_id, event_name, value, properties, day from raw.events"));
    }

    [Theory]
    [InlineData(-1, "bucket_out_of_range")]
    [InlineData(10_000, "bucket_out_of_range")]
    [InlineData(null, "missing_field")]
    public async Task A_bucket_outside_its_range_is_refused_with_its_reason(int? bucket, string reason)
    {
        var result = await Ingestor.RecordAssignmentsAsync([Assignment("e0", "u0") with { Bucket = 9_999 }, Assignment("e1", "u1") with { Bucket = bucket }], Cancelled);

        var rejection = Assert.Single(result.Rejected);
        Assert.Equal((1, 1, "e1", "bucket"), (result.Accepted, rejection.Index, rejection.EventId, rejection.Field));
        Assert.Contains("bucket", rejection.Message, StringComparison.Ordinal);
        Assert.Equal([$"assignment|e1|exp|u1|bucket|{bucket}|{reason}"], await Rejected());
    }

    [Fact]
    public async Task Every_missing_field_is_refused_by_name()
    {
        var good = Assignment("e", "u");
        var result = await Ingestor.RecordAssignmentsAsync(
            [
                good with { EventId = "" }, good with { ExperimentKey = null }, good with { FlagKey = "" }, good with { UnitId = " " },
                good with { Variant = null }, good with { AssignedAt = null },
            ],
            Cancelled);

        Assert.Equal(0, result.Accepted);
        Assert.Equal(["event_id", "experiment_key", "flag_key", "unit_id", "variant", "assigned_at"], result.Rejected.Select(rejection => rejection.Field));
        Assert.All(result.Rejected, rejection => Assert.Equal(RejectionReason.MissingField, rejection.Reason));
        Assert.Equal(6, (await Rejected()).Length);
    }

    [Theory]
    [InlineData("2026-03-01T09:30:00+02:00", RejectionReason.NotUtc)]
    [InlineData("1970-01-01T00:00:00Z", RejectionReason.TimestampOutOfRange)]
    [InlineData("2026-04-01T12:00:01Z", RejectionReason.TimestampOutOfRange)]
    public async Task A_time_that_cannot_be_is_refused(string time, RejectionReason reason)
    {
        var result = await Ingestor.RecordExposuresAsync(
            [new ExposureRow("x", "exp", "flag", "u", "v", DateTimeOffset.Parse(time, CultureInfo.InvariantCulture))],
            Cancelled);

        Assert.Equal(reason, Assert.Single(result.Rejected).Reason);
    }

    [Theory]
    [InlineData("""{"a": "\u0000"}""", RejectionReason.InvalidJson)]
    [InlineData("""{"a": 1e400}""", RejectionReason.InvalidJson)]
    [InlineData("""{"a": "\ud800"}""", RejectionReason.InvalidJson)]
    [InlineData("[1]", RejectionReason.InvalidJson)]
    [InlineData("{", RejectionReason.InvalidJson)]
    public async Task Properties_no_database_could_keep_are_refused_alone(string properties, RejectionReason reason)
    {
        var result = await Ingestor.RecordEventsAsync([Event("e1", 1), Event("e2", 1) with { Properties = properties }], Cancelled);

        Assert.Equal(1, result.Accepted);
        Assert.Equal(reason, Assert.Single(result.Rejected).Reason);
    }

    [Fact]
    public async Task Hostile_texts_and_numbers_are_refused_alone()
    {
        var result = await Ingestor.RecordEventsAsync(
            [
                Event("e\0", 1), Event("\ud800", 1), Event(new string('x', 101), 1), Event("nan", double.NaN), Event("huge", 1.1e100),
                Event("deep", 1) with { Properties = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100) },
                Event(new string('x', 100), 1),
            ],
            Cancelled);

        Assert.Equal(1, result.Accepted);
        Assert.Equal(
            [RejectionReason.InvalidText, RejectionReason.InvalidText, RejectionReason.TooLong, RejectionReason.NotFinite, RejectionReason.NotFinite, RejectionReason.InvalidJson],
            result.Rejected.Select(rejection => rejection.Reason));
    }

    [Theory]
    [InlineData(500, 0, 1)]
    [InlineData(501, 0, 0)]
    [InlineData(0, 166, 1)]
    [InlineData(0, 167, 0)]
    public async Task A_unit_id_is_bounded_in_bytes_as_the_evaluator_bounds_it(int oneByte, int threeBytes, int accepted)
    {
        var unit = new string('u', oneByte) + new string('\u4ef7', threeBytes);
        var result = await Ingestor.RecordEventsAsync([Event("e1", 1) with { UnitId = unit }], Cancelled);

        Assert.Equal(accepted, result.Accepted);
    }

    [Fact]
    public async Task A_refused_row_sent_again_is_kept_once()
    {
        var bad = Assignment("e1", "u1") with { Bucket = 12_345 };
        await Ingestor.RecordAssignmentsAsync([bad], Cancelled);
        Time.Now += TimeSpan.FromHours(1);
        await Ingestor.RecordAssignmentsAsync([bad], Cancelled);

        Assert.Single(await Rejected());
    }

    [Fact]
    public async Task Concurrent_batches_that_overlap_store_every_event_once()
    {
        var batches = Enumerable.Range(0, 8)
            .Select(start => Enumerable.Range(start * 50, 200).Reverse().Select(i => Event($"e{i}", i)).ToArray())
            .ToArray();

        var results = await Task.WhenAll(batches.Select(batch => Task.Run(() => Ingestor.RecordEventsAsync(batch, Cancelled), Cancelled)));

        Assert.Equal(550, results.Sum(result => result.Accepted));
        Assert.Equal(["550"], await QueryAsync("select count(*) from raw.events"));
    }

    [Fact]
    public async Task Opening_the_same_warehouse_again_keeps_what_it_holds()
    {
        await Ingestor.RecordEventsAsync([Event("e1", 1)], Cancelled);

        await using var again = await WarehouseDatabase.OpenAsync(ConnectionString, Time, Cancelled);

        Assert.Equal((0, 1), await Record(new EventIngestor(again)));

        static async Task<(int, int)> Record(EventIngestor ingestor)
        {
            var result = await ingestor.RecordEventsAsync([Event("e1", 1)], Cancelled);
            return (result.Accepted, result.Duplicate);
        }
    }

    private static AssignmentRow Assignment(string eventId, string unitId) => new(eventId, "exp", "flag", unitId, "control", 42, At);

    private static EventRow Event(string eventId, double? value) => new(eventId, "u1", "order", value, At);

    private Task<string[]> Rejected() =>
        QueryAsync("select kind, event_id, experiment_key, unit_id, field, value, reason from raw.rejected_events order by field");
}
