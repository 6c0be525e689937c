using GrpcExp.Load.Populations;

namespace GrpcExp.Unit.Load.Populations;

public sealed class PopulationTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PopulationSize Size = new() { Experiments = 8, Units = 1_000, Events = 10_001, Days = 6 };

    [Fact]
    public void The_same_seed_gives_the_same_rows_however_they_are_cut_into_batches()
    {
        var (one, other) = (new Population(Size, 7, Start), new Population(Size, 7, Start));

        Assert.Equal(one.Events(2, 0, 100).AsEnumerable(), [.. other.Events(2, 0, 40), .. other.Events(2, 40, 60)]);
        Assert.Equal(one.Assignments(0, 50).AsEnumerable(), [.. other.Assignments(0, 20), .. other.Assignments(20, 30)]);
        Assert.Equal(one.Exposures(0, 50).AsEnumerable(), [.. other.Exposures(0, 20), .. other.Exposures(20, 30)]);
    }

    [Fact]
    public void Another_seed_gives_other_rows() =>
        Assert.NotEqual(new Population(Size, 7, Start).Events(2, 0, 100), new Population(Size, 8, Start).Events(2, 0, 100));

    [Fact]
    public void Days_add_up_to_all_events_and_the_last_day_comes_on_top()
    {
        Assert.Equal(10_001, Enumerable.Range(0, 6).Sum(Size.EventsOn));
        Assert.Equal(500, Size.EventsOn(6));
    }

    [Fact]
    public void Every_id_is_its_own()
    {
        var population = new Population(Size, 7, Start);
        string?[] ids =
        [
            .. Enumerable.Range(0, 7).SelectMany(day => population.Events(day, 0, Size.EventsOn(day))).Select(row => row.EventId),
            .. population.Assignments(0, Size.AllUnits).Select(row => row.EventId), .. population.Exposures(0, Size.AllUnits).Select(row => row.EventId),
        ];

        Assert.Equal(10_501 + (4 * 1_020), ids.Distinct().Count());
    }

    [Fact]
    public void A_unit_is_in_two_experiments_with_different_primary_events_and_arrives_in_the_first_two_thirds_or_on_the_last_day()
    {
        var population = new Population(Size, 7, Start);
        for (var unit = 0; unit < Size.AllUnits; unit++)
        {
            var (first, second) = (population.AssignmentOf(unit, 0), population.AssignmentOf(unit, 1));
            var (one, other) = (population.Experiments[first.Experiment], population.Experiments[second.Experiment]);

            Assert.NotEqual(PopulationMetrics.Primary(one).EventName, PopulationMetrics.Primary(other).EventName);
            Assert.InRange(first.At / Population.DayLength, unit < 1_000 ? 0 : 6, unit < 1_000 ? 3 : 6);
        }
    }

    [Fact]
    public void Fifty_metrics_over_ten_names_are_in_every_experiment_once()
    {
        var definitions = PopulationMetrics.Define(PlantedExperiment.All(200, 1), Start, 5_000);

        Assert.Equal(50, definitions.Metrics.Select(metric => metric.Key).Distinct().Count());
        Assert.Equal(10, definitions.Metrics.Select(metric => metric.EventName).Distinct().Count());
        Assert.All(definitions.Experiments, experiment =>
        {
            Assert.Equal((5, 44), (experiment.GuardrailMetrics.Count, experiment.SecondaryMetrics.Count));
            Assert.Equal(50, experiment.GuardrailMetrics.Concat(experiment.SecondaryMetrics).Append(experiment.PrimaryMetric).Distinct().Count());
        });
    }
}
