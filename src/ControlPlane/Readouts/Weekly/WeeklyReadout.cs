using GrpcExp.Storage.Scorecards;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Readouts.Weekly;

/// <summary>What a week brought: what started, what runs and how it does, what was concluded and how, and what the data suffer from.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="From">First day of the week.</param>
/// <param name="To">The day after its last.</param>
/// <param name="Started">Experiments that started in the week, by key.</param>
/// <param name="Running">Experiments that run, the gravest verdict first, then by key.</param>
/// <param name="Concluded">Experiments that ended in the week, by key.</param>
/// <param name="Findings">What the data-quality checks found, errors first.</param>
/// <param name="Before">Verdicts of the week before, by experiment.</param>
internal sealed record WeeklyReadout(
    string Environment,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<WeekExperiment> Started,
    IReadOnlyList<WeekExperiment> Running,
    IReadOnlyList<WeekExperiment> Concluded,
    IReadOnlyList<WeekFinding> Findings,
    IReadOnlyDictionary<string, string> Before)
{
    private static readonly string[] Gravest = ["RED", "YELLOW", "GREEN", ""];

    /// <summary>Sorts what there is into the seven days before <paramref name="to"/>.</summary>
    public static WeeklyReadout Of(
        string environment, DateOnly to, IReadOnlyList<WeekExperiment> experiments, IReadOnlyList<WeekFinding> findings, IReadOnlyList<ScorecardDay> before)
    {
        var from = to.AddDays(-7);
        bool IsInWeek(DateTimeOffset? time) => time is { } moment && DateOnly.FromDateTime(moment.UtcDateTime) is var day && day >= from && day < to;
        return new WeeklyReadout(
            environment,
            from,
            to,
            [.. experiments.Where(experiment => IsInWeek(experiment.StartedAt))],
            [.. experiments.Where(experiment => experiment.State == "RUNNING").OrderBy(experiment => Array.IndexOf(Gravest, experiment.Verdict))],
            [.. experiments.Where(experiment => IsInWeek(experiment.EndedAt))],
            [.. findings.OrderBy(finding => finding.Severity == "error" ? 0 : 1)],
            before.ToDictionary(day => day.ExperimentKey, day => day.Verdict, StringComparer.Ordinal));
    }

    /// <summary>Days from the start of an experiment to its end, or to that of the week.</summary>
    public int DaysOf(WeekExperiment experiment) =>
        Math.Max(0, DateOnly.FromDateTime((experiment.EndedAt ?? new DateTimeOffset(To.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)).UtcDateTime).DayNumber
            - DateOnly.FromDateTime(experiment.StartedAt.UtcDateTime).DayNumber);

    /// <summary>The verdict, and what it was a week before where that was another.</summary>
    public string VerdictOf(WeekExperiment experiment)
    {
        var verdict = experiment.Verdict.Length == 0 ? "no units yet" : experiment.Verdict;
        return Before.TryGetValue(experiment.Key, out var before) && before != experiment.Verdict ? $"{verdict} (was {before})" : verdict;
    }

    /// <summary>The week in one line.</summary>
    public string Summary() =>
        $"{Started.Count} started, {Running.Count} running ({Running.Count(experiment => experiment.Verdict == "RED")} RED), {Concluded.Count} concluded, "
        + $"{Findings.Count(finding => finding.Severity == "error")} data-quality errors";
}
