using GrpcExp.Evaluation;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync.Exposures;

public sealed class ExposureLogTests
{
    private readonly ExposureLog _log = new("production", new ExposureBooks());

    [Fact]
    public void An_exposure_carries_what_happened()
    {
        _log.Record("unit-1");
        var exposure = Assert.Single(_log.Take()!.Exposures);
        Assert.Equal(
            ("experiment", "flag", "unit-1", "on", Sample.Noon),
            (exposure.ExperimentKey, exposure.FlagKey, exposure.UnitId, exposure.Variant, exposure.ExposeTime.ToDateTimeOffset()));
        Assert.Matches("^[0-9a-f]{32}$", exposure.EventId);
    }

    [Fact]
    public void A_unit_counts_once_an_hour_for_each_experiment_and_variant()
    {
        for (var second = 0; second < 3_600; second += 60)
        {
            _log.Record("unit-1", Sample.Noon.AddSeconds(second));
        }

        Assert.Single(_log.Take()!.Exposures);
        Assert.Equal(59, _log.Books.Repeated);
        _log.Record("unit-1", Sample.Noon.AddHours(1));
        _log.Record("unit-1", variant: "off");
        _log.Record("unit-1", experiment: "another");
        _log.Record("unit-2");
        Assert.Equal(4, _log.Take()!.Exposures.Select(exposure => exposure.EventId).Distinct().Count());
    }

    [Fact]
    public void A_request_from_before_the_hour_does_not_make_the_log_forget_the_hour()
    {
        _log.Record("unit-1", Sample.Noon);
        _log.Record("unit-2", Sample.Noon.AddSeconds(-1));
        _log.Record("unit-1", Sample.Noon.AddSeconds(1));
        Assert.Equal(["unit-1", "unit-2"], _log.Take()!.Exposures.Select(exposure => exposure.UnitId));
    }

    [Fact]
    public void The_first_exposure_of_a_unit_brings_its_assignment_with_the_attributes_that_results_are_broken_down_by()
    {
        _log.Record(
            "unit-1", attributes:
            [
                new("country", AttributeValue.Text("DE")), new("segment", AttributeValue.Text(new string('s', ExposureLimits.AttributeLength))),
                new("platform", AttributeValue.Text(new string('p', ExposureLimits.AttributeLength + 1))), new("email", AttributeValue.Text("a@b.c")),
                new("age", AttributeValue.Int(7)),
            ]);
        _log.Record("unit-1", Sample.Noon.AddHours(1));
        var batch = _log.Take()!;
        Assert.Equal(2, batch.Exposures.Count);
        var assignment = Assert.Single(batch.Assignments);
        Assert.Equal(
            ("experiment", "flag", "unit-1", "on", 17, Sample.Noon),
            (assignment.ExperimentKey, assignment.FlagKey, assignment.UnitId, assignment.Variant, assignment.Bucket, assignment.AssignTime.ToDateTimeOffset()));
        Assert.Equal(["country", "segment"], assignment.Attributes.Keys.Order());
    }

    [Fact]
    [Trait("Promise", "P4.3")]
    public void Over_the_limit_of_the_queue_exposures_are_dropped_and_counted_and_may_come_again()
    {
        for (var i = 0; i < ExposureLimits.Queued; i++)
        {
            _log.Record($"unit-{i}");
        }

        Assert.Equal((ExposureLimits.Queued, 0), (_log.Books.Balance.Queued, _log.Books.Balance.Dropped));
        _log.Record("late");
        Assert.Equal((ExposureLimits.Queued, 1), (_log.Books.Balance.Queued, _log.Books.Balance.Dropped));
        Assert.Equal(0, _log.Books.Balance.Unaccounted);
        while (_log.Take() is not null)
        {
        }

        _log.Record("late");
        Assert.Equal("late", Assert.Single(_log.Take()!.Exposures).UnitId);
    }

    [Fact]
    [Trait("Promise", "P4.1")]
    public void What_is_forgotten_over_the_limit_comes_again_under_its_old_id()
    {
        _log.Record("unit-0");
        var first = _log.Take()!;
        for (var i = 1; i < ExposureLimits.Remembered; i++)
        {
            _log.Record($"unit-{i}");
            if (i % ExposureLimits.Batch == 0)
            {
                _log.Take();
            }
        }

        while (_log.Take() is not null)
        {
        }

        _log.Record("one more");
        _log.Record("unit-0");
        var batch = _log.Take()!;
        Assert.Equal(2, batch.Exposures.Count);
        Assert.Equal((first.Exposures[0], first.Assignments[0]), (batch.Exposures[1], batch.Assignments[1]));
    }

    [Fact]
    public void Batches_have_a_thousand_exposures_in_order_and_every_assignment_comes_along()
    {
        for (var i = 0; i < 2_500; i++)
        {
            _log.Record($"unit-{i}");
        }

        Assert.True(_log.BatchIsFull.IsCompleted);
        ExposureBatch[] batches = [_log.Take()!, _log.Take()!, _log.Take()!];
        Assert.Null(_log.Take());
        Assert.False(_log.BatchIsFull.IsCompleted);
        Assert.Equal([1_000, 1_000, 500], batches.Select(batch => batch.Exposures.Count));
        var units = Enumerable.Range(0, 2_500).Select(i => $"unit-{i}").ToArray();
        Assert.Equal(units, batches.SelectMany(batch => batch.Exposures).Select(exposure => exposure.UnitId));
        Assert.Equal(units, batches.SelectMany(batch => batch.Assignments).Select(assignment => assignment.UnitId));
        Assert.Equal((2_500, 0, 2_500), (_log.Books.Balance.Generated, _log.Books.Balance.Queued, _log.Books.Balance.Waiting));
    }

    [Fact]
    public void What_was_dropped_is_recorded_anew_with_its_assignment()
    {
        _log.Record("unit-1");
        var batch = _log.Take()!;
        _log.Forget(batch);
        _log.Record("unit-1");
        var again = _log.Take()!;
        Assert.Equal((batch.Exposures[0], batch.Assignments[0]), (again.Exposures[0], again.Assignments[0]));
    }

    [Fact]
    public async Task Many_threads_at_once_count_each_unit_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                _log.Record($"unit-{i}");
            }
        })));
        var balance = _log.Books.Balance;
        Assert.Equal((5_000, 35_000, 0), (balance.Generated, _log.Books.Repeated, balance.Unaccounted));
    }
}
