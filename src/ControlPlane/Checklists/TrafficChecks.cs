using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Warehouse.Traffic;
using MetricType = GrpcExp.Contracts.Control.V1.MetricType;
using Status = GrpcExp.Contracts.Control.V1.LaunchCheckStatus;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>The checks that only real traffic answers.</summary>
internal sealed class TrafficChecks(TrafficReader reader)
{
    private const int WindowDays = 28;
    private const int HoursOfDay = 24;
    private const int WeekDays = 7;
    private const double DefaultPower = 0.8;

    /// <summary>Looks at the days that were over, and adds what they let expect.</summary>
    public async Task<TrafficForecast> CheckAsync(LaunchChecks checks, LaunchSubject subject, DateTime now, CancellationToken cancellationToken)
    {
        var forecast = new TrafficForecast();
        var yesterday = DateOnly.FromDateTime(now).AddDays(-1);
        if (await reader.ReadUnitsAsync(yesterday, WindowDays, cancellationToken).ConfigureAwait(false) is not { } traffic)
        {
            checks.Add("traffic", Status.Unknown, "the warehouse has no day with events that is over: send events and build it");
            return forecast;
        }

        (forecast.FirstDay, forecast.LastDay) = (Text(traffic.FirstDay), Text(traffic.LastDay));
        var behind = yesterday.DayNumber - traffic.LastDay.DayNumber;
        checks.Add(
            "traffic",
            behind == 0 ? Status.Pass : Status.Warn,
            $"{traffic.NewUnits.Sum()} units from {Text(traffic.FirstDay)} to {Text(traffic.LastDay)}{(behind == 0 ? "" : "; none since: is the warehouse built, and do events come?")}");
        await CheckMetricDataAsync(checks, subject, traffic, cancellationToken).ConfigureAwait(false);

        var days = subject.Experiment.PowerPlan?.PlannedDays ?? 0;
        if (days > 0)
        {
            var share = ShareOf(subject.Experiment, now);
            forecast.ExpectedUnits = (long)Forecasts.UnitsWithin(days, traffic, share);
            forecast.UnitsPerDay = Forecasts.UnitsWithin(days, traffic, share) / days;
        }

        if (await CheckBaselineAsync(checks, subject, traffic, cancellationToken).ConfigureAwait(false) is { } baseline)
        {
            (forecast.BaselineMean, forecast.BaselineStdDeviation, forecast.BaselineUnits) = (baseline.Mean, baseline.StandardDeviation, baseline.Units);
            CheckPower(checks, subject, forecast, baseline, traffic, now);
        }

        return forecast;
    }

    private async Task CheckMetricDataAsync(LaunchChecks checks, LaunchSubject subject, UnitTraffic traffic, CancellationToken cancellationToken)
    {
        var counts = await reader.CountEventsAsync(traffic.FirstDay, traffic.LastDay, cancellationToken).ConfigureAwait(false);
        foreach (var metric in subject.Metrics.Where(metric => metric.EventName.Length > 0))
        {
            var count = counts.GetValueOrDefault(metric.EventName);
            checks.Add(
                $"metric_data:{metric.Key}",
                count > 0 ? Status.Pass : Status.Warn,
                count > 0 ? $"{count} events '{metric.EventName}'" : $"no event '{metric.EventName}' came: is it sent, and under this name?");
        }
    }

    private async Task<MetricBaseline?> CheckBaselineAsync(LaunchChecks checks, LaunchSubject subject, UnitTraffic traffic, CancellationToken cancellationToken)
    {
        if (subject.Primary is not { } primary)
        {
            checks.Add("baseline", Status.Unknown, "there is no primary metric");
            return null;
        }

        var definition = MetricExport.Of(primary);
        if (!TrafficReader.HasBaseline(definition))
        {
            checks.Add("baseline", Status.Unknown, $"metrics/{primary.Key} has filters, or a type that is no single number a unit: plan it by hand");
            return null;
        }

        var days = Math.Clamp((definition.AttributionWindowHours ?? 0) / HoursOfDay, 1, traffic.NewUnits.Count);
        var first = traffic.LastDay.AddDays(1 - days);
        if (await reader.ReadBaselineAsync(definition, first, traffic.LastDay, cancellationToken).ConfigureAwait(false) is not { } baseline)
        {
            checks.Add("baseline", Status.Unknown, $"no unit had a value of metrics/{primary.Key} since {Text(first)}");
            return null;
        }

        checks.Add("baseline", Status.Pass, string.Create(CultureInfo.InvariantCulture, $"mean {baseline.Mean:G4}, standard deviation {baseline.StandardDeviation:G4}, {baseline.Units} units in {days} days"));
        return baseline;
    }

    private static void CheckPower(LaunchChecks checks, LaunchSubject subject, TrafficForecast forecast, MetricBaseline baseline, UnitTraffic traffic, DateTime now)
    {
        var experiment = subject.Experiment;
        var isRate = subject.Primary!.Type is MetricType.Conversion or MetricType.Activation;
        if (!CanPlan(experiment) || (!isRate && baseline.StandardDeviation == 0))
        {
            checks.Add("power", Status.Unknown, CanPlan(experiment) ? "every unit has the same value: no effect can be planned for" : "the review requirements come first");
            return;
        }

        try
        {
            Forecasts.AddPower(forecast, experiment, baseline, isRate);
        }
        catch (ControlException refusal)
        {
            checks.Add("power", Status.Unknown, refusal.Message);
            return;
        }

        var wanted = experiment.PowerPlan.Power == 0 ? DefaultPower : experiment.PowerPlan.Power;
        checks.Add(
            "power",
            forecast.HasPower && forecast.Power >= wanted ? Status.Pass : Status.Warn,
            string.Create(CultureInfo.InvariantCulture, $"{forecast.Power:P1} of the wanted {wanted:P1} with {forecast.ExpectedUnits} units in {experiment.PowerPlan.PlannedDays} days; {forecast.UnitsNeeded} are needed"));
        CheckDuration(checks, experiment, forecast, traffic, now);
        checks.Add(
            "planned_units",
            experiment.PowerPlan.PlannedUnits >= forecast.UnitsNeeded ? Status.Pass : Status.Warn,
            $"{experiment.PowerPlan.PlannedUnits} planned, {forecast.UnitsNeeded} needed");
    }

    private static void CheckDuration(LaunchChecks checks, Experiment experiment, TrafficForecast forecast, UnitTraffic traffic, DateTime now)
    {
        var planned = experiment.PowerPlan.PlannedDays;
        if (Forecasts.DaysFor(forecast.UnitsNeeded, traffic, ShareOf(experiment, now)) is not { } days)
        {
            checks.Add("duration", Status.Fail, $"more than {Limits.PlannedDays} days would be needed: look for a larger effect, or give it more traffic");
            return;
        }

        forecast.DaysNeeded = days;
        var (status, note) = days > planned ? (Status.Warn, "") : planned < WeekDays ? (Status.Warn, "; less than a week does not see every weekday") : (Status.Pass, "");
        checks.Add("duration", status, $"{days} days are needed, {planned} are planned{note}");
    }

    private static bool CanPlan(Experiment experiment) =>
        experiment.PowerPlan is { MinimumDetectableEffect: > 0, PlannedDays: > 0 } && experiment.Variants.Count >= 2 && experiment.Variants.Count(variant => variant.Control) == 1;

    private static TrafficShare ShareOf(Experiment experiment, DateTime now) =>
        new(experiment, experiment.ScheduledStartTime?.ToDateTime() is { } start && start > now ? start : now);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
