namespace GrpcExp.ControlPlane.Readouts.Weekly;

/// <summary>One section of a weekly readout, before it is Markdown or HTML.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Columns">Headings of its columns.</param>
/// <param name="Rows">Its rows, as long as the columns.</param>
/// <param name="Empty">What stands there without rows.</param>
internal sealed record ReadoutTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Empty)
{
    /// <summary>The sections in the order of reading.</summary>
    public static IReadOnlyList<ReadoutTable> Of(WeeklyReadout readout) =>
    [
        new(
            "Started",
            ["Experiment", "Owner", "Primary metric", "Started"],
            [.. readout.Started.Select(experiment => (string[])[experiment.Key, experiment.Owner, experiment.PrimaryMetric, Day(experiment.StartedAt)])],
            "Nothing started."),
        new(
            "Running",
            ["Experiment", "Owner", "Verdict", "Recommendation", "Units", "Days"],
            [
                .. readout.Running.Select(experiment => (string[])
                    [experiment.Key, experiment.Owner, readout.VerdictOf(experiment), experiment.Recommendation, Number(experiment.Units), Number(readout.DaysOf(experiment))]),
            ],
            "Nothing runs."),
        new(
            "Concluded",
            ["Experiment", "Owner", "Decision", "Verdict", "Units", "Days"],
            [
                .. readout.Concluded.Select(experiment => (string[])
                    [experiment.Key, experiment.Owner, experiment.Decision, readout.VerdictOf(experiment), Number(experiment.Units), Number(readout.DaysOf(experiment))]),
            ],
            "Nothing was concluded."),
        new(
            "Data quality",
            ["Experiment", "Check", "Severity", "Count", "Detail"],
            [
                .. readout.Findings.Select(finding => (string[])
                    [finding.ExperimentKey == "*" ? "all" : finding.ExperimentKey, finding.Check, finding.Severity, Number(finding.Count), finding.Detail]),
            ],
            "Nothing was found."),
    ];

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
