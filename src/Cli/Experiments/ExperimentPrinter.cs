using System.Globalization;
using GrpcExp.Cli.Flags;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Experiments;

/// <summary>One experiment in full, for people.</summary>
internal static class ExperimentPrinter
{
    private const double BasisPointsPerPercent = 100;
    private const int AllTraffic = 10_000;

    public static void Print(IAnsiConsole console, Experiment experiment)
    {
        Tables.Facts(
            console,
            ("experiment", experiment.Key),
            ("state", $"{Word(experiment.State)}{Decided(experiment)}"),
            ("flag", experiment.FlagKey),
            ("owner", experiment.Owner),
            ("hypothesis", experiment.Hypothesis),
            ("primary", Metric(experiment, experiment.PrimaryMetric)),
            ("guardrails", Metrics(experiment, experiment.GuardrailMetrics)),
            ("secondary", Metrics(experiment, experiment.SecondaryMetrics)),
            ("eligible", ConditionWords.Of(experiment.Targeting)),
            ("traffic", Percent(experiment.TrafficBasisPoints == 0 ? AllTraffic : experiment.TrafficBasisPoints)),
            ("layer", experiment.LayerKey.Length > 0 ? $"{experiment.LayerKey}, buckets {string.Join(", ", experiment.LayerSlice.Select(range => Line($"{range.Start} to {range.End - 1}")))}" : ""),
            ("analysis", experiment.AnalysisMode == AnalysisMode.Unspecified ? "" : experiment.AnalysisMode.ToString().ToLowerInvariant()),
            ("plan", Plan(experiment.PowerPlan)));
        var table = Tables.Of("Variant", "#Share", "Part");
        foreach (var variant in experiment.Variants)
        {
            table.Add(variant.Variant, Percent(variant.WeightBasisPoints), variant.Control ? "control" : "treatment");
        }

        console.Write(table);
        foreach (var line in Timeline(experiment))
        {
            console.WriteLine(line);
        }
    }

    /// <summary>A state in one word.</summary>
    public static string Word(ExperimentState state) => state.ToString().ToUpperInvariant();

    /// <summary>What happened, and what is to happen, oldest first.</summary>
    public static IEnumerable<string> Timeline(Experiment experiment)
    {
        var events = new List<(DateTime At, string What)> { (experiment.CreateTime?.ToDateTime() ?? default, "created") };
        events.AddRange(experiment.ChangeRequests.Select(asked => (asked.RequestTime.ToDateTime(), $"{asked.Requester} asked for changes: {asked.Comment}")));
        events.AddRange(experiment.Approvals.Select(given => (given.ApproveTime.ToDateTime(), $"approved by {given.Approver}{(given.Comment.Length > 0 ? $": {given.Comment}" : "")}")));
        Add(experiment.ScheduledStartTime, "starts, when approved");
        Add(experiment.StartTime, "started");
        events.AddRange(experiment.RampSteps.Select(step => (step.RampTime.ToDateTime(), $"traffic rises to {Percent(step.TrafficBasisPoints)}")));
        Add(experiment.EndTime is null ? experiment.PlannedEndTime : null, "ends, undecided");
        Add(experiment.EndTime, "concluded");
        return events.OrderBy(one => one.At).Select(one => Line($"{one.At:yyyy-MM-dd HH:mm}  {one.What}"));

        void Add(Google.Protobuf.WellKnownTypes.Timestamp? time, string what)
        {
            if (time is not null)
            {
                events.Add((time.ToDateTime(), what));
            }
        }
    }

    private static string Decided(Experiment experiment) => experiment.Decision switch
    {
        Decision.Unspecified => "",
        Decision.Shipped => $": shipped {experiment.ShippedVariant}{Frozen(experiment.FrozenScorecard)}",
        Decision.RolledBack => $": rolled back{Frozen(experiment.FrozenScorecard)}",
        _ => $": inconclusive{Frozen(experiment.FrozenScorecard)}",
    };

    private static string Frozen(FrozenScorecard? frozen) => frozen switch
    {
        null => "",
        { Verdict: "" } => $" without a scorecard ({frozen.AbsenceReason})",
        _ => $" on a {frozen.Verdict} scorecard",
    };

    private static string Plan(PowerPlan? plan) => plan is null
        ? ""
        : Line($"{plan.PlannedUnits:N0} units in {plan.PlannedDays} days find {plan.MinimumDetectableEffect * 100:0.##} %");

    private static string Metrics(Experiment experiment, IEnumerable<string> metrics) => string.Join(", ", metrics.Select(metric => Metric(experiment, metric)));

    private static string Metric(Experiment experiment, string metric) =>
        experiment.PinnedMetricVersions.TryGetValue(metric, out var version) ? Line($"{metric} v{version}") : metric;

    private static string Percent(int basisPoints) => Line($"{basisPoints / BasisPointsPerPercent:0.##} %");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
