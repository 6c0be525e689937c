using GrpcExp.Load.Populations;

namespace GrpcExp.Unit.Load.Populations;

/// <summary>The closed form against the events themselves, added up one by one.</summary>
public sealed class PlantedTruthTests
{
    private const int Seed = 3;
    private static readonly PopulationSize Size = new() { Experiments = 16, Units = 240_000, Events = 7_200_000, Days = 21 };

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Every_planted_difference_is_found_in_the_events_within_its_noise(int days)
    {
        var population = new Population(Size, Seed, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var truth = PlantedTruth.Differences(population, days);
        var found = Observe(population, days);
        var deviations = found.Select((difference, i) => (difference.Mean - truth[i]) / difference.Error).ToArray();

        // Standard normal each: 4.5 is left by one run in 9,000 (16 draws), a sum of squares of 45 by one in 7,000; the seed is fixed.
        Assert.All(deviations, z => Assert.InRange(z, -4.5, 4.5));
        Assert.InRange(deviations.Sum(z => z * z), 3, 45);

        // Without the effects the same events do not fit.
        Assert.InRange(found.Sum(difference => Math.Pow(difference.Mean / difference.Error, 2)), 100, double.MaxValue);
    }

    [Fact]
    public void An_experiment_without_lift_has_no_difference_and_one_with_lift_has_its_sign()
    {
        var population = new Population(Size, Seed, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var truth = PlantedTruth.Differences(population, 21);

        Assert.All(population.Experiments, experiment => Assert.Equal(Math.Sign(experiment.Lift), Math.Sign(truth[experiment.Index])));
        Assert.Contains(population.Experiments, experiment => experiment.Lift != 0);
        Assert.Contains(population.Experiments, experiment => experiment.Lift == 0);
    }

    private static (double Mean, double Error)[] Observe(Population population, int days)
    {
        var units = days > Size.Days ? Size.AllUnits : Size.Units;
        var totals = new (int Events, double Value)[units, 2];
        for (var day = 0; day < days; day++)
        {
            for (var slot = 0; slot < Size.EventsOn(day); slot++)
            {
                var (unit, name, at, value) = population.Event(day, slot);
                if (name >= PopulationEvents.Other)
                {
                    continue;
                }

                var given = population.AssignmentOf(unit, name / 4);
                var experiment = population.Experiments[given.Experiment];
                var window = PopulationMetrics.Primary(experiment).AttributionWindowHours!.Value * 3_600_000L;
                if ((int)experiment.Kind == name % 4 && at >= given.At && at < given.At + window)
                {
                    var (events, sum) = totals[unit, name / 4];
                    totals[unit, name / 4] = (events + 1, sum + (value ?? 0));
                }
            }
        }

        return [.. population.Experiments.Select(experiment => Difference(population, experiment, totals))];
    }

    private static (double Mean, double Error) Difference(Population population, PlantedExperiment experiment, (int Events, double Value)[,] totals)
    {
        var values = Enumerable.Range(0, totals.GetLength(0))
            .Select(unit => (Given: population.AssignmentOf(unit, experiment.Half), Total: totals[unit, experiment.Half]))
            .Where(row => row.Given.Experiment == experiment.Index && (experiment.Kind != PrimaryKind.Mean || row.Total.Events > 0))
            .ToLookup(row => row.Given.IsTreated, row => experiment.Kind switch
            {
                PrimaryKind.Sum => row.Total.Value,
                PrimaryKind.Mean => row.Total.Value / row.Total.Events,
                PrimaryKind.Count => row.Total.Events,
                _ => row.Total.Events > 0 ? 1.0 : 0,
            });
        static (double Mean, double Variance) Of(IEnumerable<double> sample)
        {
            var list = sample.ToArray();
            var mean = list.Average();
            return (mean, list.Sum(v => (v - mean) * (v - mean)) / (list.Length - 1) / list.Length);
        }

        var (treated, control) = (Of(values[true]), Of(values[false]));
        return (treated.Mean - control.Mean, Math.Sqrt(treated.Variance + control.Variance));
    }
}
