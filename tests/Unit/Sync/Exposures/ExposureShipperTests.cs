using System.Diagnostics;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GrpcExp.Unit.Sync.Exposures;

public sealed class ExposureShipperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gx-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedSink _sink = new();
    private ExposureLog _log = new("production", new ExposureBooks());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Promise", "P4.1")]
    public async Task Exposures_are_sent_within_an_interval_and_acknowledged()
    {
        using var shipper = await StartAsync();
        _log.Record("unit-1");
        _log.Record("unit-2");
        await UntilAsync(() => _log.Books.Balance.Acknowledged == 2);
        Assert.Equal(["unit-1", "unit-2"], _sink.Units);
        await StopAsync(shipper);
    }

    [Fact]
    [Trait("Promise", "P4.2")]
    public async Task While_the_control_plane_is_away_they_are_spooled_and_come_once_it_is_back()
    {
        _sink.Fail();
        using var shipper = await StartAsync();
        for (var i = 0; i < 3_000; i++)
        {
            _log.Record($"unit-{i}");
        }

        await UntilAsync(() => _log.Books.Balance.Spooled == 3_000);
        Assert.False(shipper.IsInTouch);
        Assert.True(shipper.SpooledBytes > 0);
        _sink.Take();
        await UntilAsync(() => _log.Books.Balance.Acknowledged == 3_000);
        Assert.Equal(3_000, _sink.Units.Distinct().Count());
        Assert.Equal(3_000, _sink.Units.Count);
        await UntilAsync(() => shipper.IsInTouch);
        await StopAsync(shipper);
    }

    [Fact]
    [Trait("Promise", "P4.2")]
    public async Task A_process_that_stops_while_the_control_plane_is_away_leaves_them_to_the_next_one()
    {
        _sink.Fail();
        using (var shipper = await StartAsync())
        {
            _log.Record("unit-1");
            await UntilAsync(() => _log.Books.Balance.Spooled == 1);
            _log.Record("unit-2");
            await StopAsync(shipper);
            Assert.Equal((2L, 0L), (_log.Books.Balance.Spooled, _log.Books.Balance.Dropped));
        }

        _sink.Take();
        _log = new ExposureLog("production", new ExposureBooks());
        using var next = await StartAsync();
        await UntilAsync(() => _log.Books.Balance.Acknowledged == 2);
        Assert.Equal(["unit-1", "unit-2"], _sink.Units);
        await StopAsync(next);
    }

    [Fact]
    public async Task A_process_that_stops_sends_what_it_has_first()
    {
        using var shipper = await StartAsync();
        _log.Record("first");
        await UntilAsync(() => _log.Books.Balance.Acknowledged == 1);
        for (var i = 0; i < 2_500; i++)
        {
            _log.Record($"unit-{i}");
        }

        await StopAsync(shipper);
        Assert.Equal((2_501L, 0L), (_log.Books.Balance.Acknowledged, _log.Books.Balance.Spooled));
    }

    [Fact]
    [Trait("Promise", "P4.2")]
    public async Task A_control_plane_that_hangs_holds_a_bounded_number_in_memory()
    {
        _sink.Hang();
        using var shipper = await StartAsync();
        const int Total = 20 * ExposureLimits.Batch;
        for (var i = 0; i < Total; i++)
        {
            _log.Record($"unit-{i}");
            if (i % (5 * ExposureLimits.Batch) == 0)
            {
                await UntilAsync(() => _log.Books.Balance.Queued < ExposureLimits.Batch);
            }
        }

        // What is waiting and what is being sent; one batch more is on its way from the queue to the spool for a moment.
        await UntilAsync(() => _log.Books.Balance is { Queued: 0, Waiting: > 0 and <= (ExposureLimits.WaitingBatches + 1) * ExposureLimits.Batch });
        var balance = _log.Books.Balance;
        Assert.Equal(0, balance.Unaccounted);
        Assert.Equal(Total, balance.Waiting + balance.Spooled);
        await StopAsync(shipper);
        Assert.Equal(Total, _log.Books.Balance.Spooled);
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public async Task What_neither_spool_nor_memory_can_take_is_dropped_counted_and_reported_once_somebody_listens()
    {
        _sink.Fail();
        using var shipper = await StartAsync(spoolBytes: 1);
        var generated = 0;
        while (_log.Books.Balance.Dropped < 2)
        {
            _log.Record($"unit-{generated}", experiment: generated % 2 == 0 ? "even" : "odd");
            generated++;
            await UntilAsync(() => _log.Books.Balance.Queued == 0);
        }

        Assert.InRange(_log.Books.Balance.Waiting, ExposureLimits.WaitingBatches, ExposureLimits.WaitingBatches + 1);
        _sink.Take();
        await UntilAsync(() => _log.Books.Balance.Waiting == 0);
        Assert.Equal(generated, _sink.Units.Count + _sink.Dropped.Values.Sum());
        Assert.Equal(_log.Books.Balance.Dropped, _sink.Dropped.Values.Sum());
        Assert.Equal(["even", "odd"], _sink.Dropped.Keys.Order());

        // What was dropped may come again.
        var missing = Enumerable.Range(0, generated).First(i => !_sink.Units.Contains($"unit-{i}"));
        _log.Record($"unit-{missing}", experiment: missing % 2 == 0 ? "even" : "odd");
        await UntilAsync(() => _sink.Units.Contains($"unit-{missing}"));
        await StopAsync(shipper);
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public async Task A_batch_that_is_refused_for_good_does_not_block_the_others()
    {
        _sink.Refuse();
        using var shipper = await StartAsync();
        _log.Record("unit-1");
        await UntilAsync(() => _log.Books.Balance.Dropped == 1);
        _sink.Take();
        _log.Record("unit-2");
        await UntilAsync(() => _log.Books.Balance.Acknowledged == 1);
        Assert.Equal(["unit-2"], _sink.Units);
        await StopAsync(shipper);
    }

    [Fact]
    public async Task Without_a_folder_a_short_outage_is_bridged_in_memory()
    {
        _sink.Fail();
        using var shipper = new ExposureShipper(_log, _sink, null, 0, _time, new Random(1), NullLogger<ExposureShipper>.Instance);
        await shipper.StartAsync(TestContext.Current.CancellationToken);
        _log.Record("unit-1");
        await UntilAsync(() => _log.Books.Balance.Spooled == 1);
        _sink.Take();
        await UntilAsync(() => _log.Books.Balance.Acknowledged == 1);
        await StopAsync(shipper);
    }

    [Fact]
    public void A_spool_in_memory_takes_its_limit_and_not_one_more()
    {
        var spool = new MemorySpool();
        for (var i = 0; i < ExposureLimits.SpooledInMemory / ExposureLimits.Batch; i++)
        {
            Assert.True(spool.TryAppend(Sample.Batch(ExposureLimits.Batch), out _));
        }

        Assert.False(spool.TryAppend(Sample.Batch(1), out var problem));
        Assert.Contains("20000", problem);
        spool.Remove();
        Assert.True(spool.TryAppend(Sample.Batch(ExposureLimits.Batch), out _));
    }

    private async Task<ExposureShipper> StartAsync(long spoolBytes = ExposureLimits.DefaultSpoolBytes)
    {
        var shipper = new ExposureShipper(_log, _sink, _folder, spoolBytes, _time, new Random(1), NullLogger<ExposureShipper>.Instance);
        await shipper.StartAsync(TestContext.Current.CancellationToken);
        return shipper;
    }

    private async Task StopAsync(ExposureShipper shipper)
    {
        var stopping = shipper.StopAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => stopping.IsCompleted);
        await stopping;
        Assert.Equal(0, _log.Books.Balance.Unaccounted);
    }

    // Time only passes here, so that no wait of the shipper takes real time.
    private async Task UntilAsync(Func<bool> condition)
    {
        var limit = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(30), $"Not within 30 s: {_log.Books.Balance}");
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
