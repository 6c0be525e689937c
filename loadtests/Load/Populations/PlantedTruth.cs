namespace GrpcExp.Load.Populations;

/// <summary>
/// What an experiment's primary metric differs by, treatment minus control, in expectation over the units that are in it.
/// </summary>
/// <remarks>
/// Take unit u with window [a, b), cut at the end of the data. Day d has n_d events, each of them the unit's with probability
/// r_d(u) = ½ ÷ U_d, for a regular ½ ÷ U_d + ½ ÷ R_d (U_d units, R_d regulars); it falls in the window with probability
/// o_d = (part of the day in the window), has the primary name with probability 1/10, and then happens with probability 0.8.
/// All draws are independent, so without effect the unit's events in the window are binomial with mean
/// λ = Σ_d n_d r_d o_d · 0.08, and Poisson up to λ · max r_d &lt; 10⁻³ of any probability's size. With lift l the four kinds give
/// <list type="bullet">
/// <item>sum: values of mean m become m (1 + l), so the difference is λ m l;</item>
/// <item>mean of units that have events: any number of values of mean m (1 + l), so m l;</item>
/// <item>count: events happen with probability 0.8 (1 + l), so λ l;</item>
/// <item>conversion: (1 − e^(−λ (1 + l))) − (1 − e^(−λ)) = e^(−λ) (1 − e^(−λ l)).</item>
/// </list>
/// The variant is drawn without regard to anything else. So the difference of the means expects the average over all units of
/// the experiment, treated or not.
/// </remarks>
internal static class PlantedTruth
{
    private const double PrimaryShare = Population.Propensity / 10;

    /// <summary>The absolute difference by index of the experiment; 0 in A/A experiments.</summary>
    /// <param name="population">The population.</param>
    /// <param name="days">Days that were ingested, the units of the last day included once all are.</param>
    public static double[] Differences(Population population, int days)
    {
        var size = population.Size;
        var units = days > size.Days ? size.AllUnits : size.Units;
        var sums = new double[size.Experiments];
        var counts = new long[size.Experiments];
        var windows = population.Experiments.Select(e => PopulationMetrics.Primary(e).AttributionWindowHours!.Value * 3_600_000L).ToArray();
        var rates = Enumerable.Range(0, days).Select(day => Rates(size, day)).ToArray();
        for (var unit = 0; unit < units; unit++)
        {
            for (var half = 0; half < 2; half++)
            {
                var given = population.AssignmentOf(unit, half);
                var experiment = population.Experiments[given.Experiment];
                counts[given.Experiment]++;
                if (experiment.Lift != 0)
                {
                    var end = Math.Min(given.At + windows[given.Experiment], days * Population.DayLength);
                    sums[given.Experiment] += Difference(experiment, Expected(rates, unit, given.At, end));
                }
            }
        }

        return [.. sums.Select((sum, i) => counts[i] == 0 ? 0 : sum / counts[i])];
    }

    private static double Difference(PlantedExperiment experiment, double events)
    {
        var mean = PopulationEvents.MeanValues[PopulationEvents.Primary(experiment.Half, experiment.Kind)];
        return experiment.Kind switch
        {
            PrimaryKind.Sum => events * mean * experiment.Lift,
            PrimaryKind.Mean => mean * experiment.Lift,
            PrimaryKind.Count => events * experiment.Lift,
            _ => Math.Exp(-events) * -double.ExpM1(-events * experiment.Lift),
        };
    }

    /// <summary>λ of the remarks.</summary>
    private static double Expected((double Anybody, double Regular)[] rates, int unit, long from, long to)
    {
        var isRegular = unit % Population.RegularEvery == 0;
        var sum = 0.0;
        for (var day = (int)(from / Population.DayLength); day < rates.Length && day * Population.DayLength < to; day++)
        {
            var overlap = Math.Min(to, (day + 1) * Population.DayLength) - Math.Max(from, day * Population.DayLength);
            sum += (isRegular ? rates[day].Regular : rates[day].Anybody) * overlap / Population.DayLength;
        }

        return sum * PrimaryShare;
    }

    private static (double Anybody, double Regular) Rates(PopulationSize size, int day)
    {
        var anybody = 0.5 * size.EventsOn(day) / size.UnitsOn(day);
        return (anybody, anybody + (0.5 * size.EventsOn(day) / Population.Regulars(size.UnitsOn(day))));
    }
}
