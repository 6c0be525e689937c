namespace GrpcExp.Warehouse.Definitions;

/// <summary>What must hold among definitions before models can rely on them.</summary>
internal static class DefinitionRules
{
    private static readonly string[] States = ["DRAFT", "REVIEW", "APPROVED", "RUNNING", "CONCLUDED", "ARCHIVED"];
    private static readonly string[] FlagTypes = ["bool", "string", "int", "double", "json"];

    /// <summary>Every problem, each a sentence naming the definition, the value and the remedy.</summary>
    public static List<string> Check(WarehouseDefinitions definitions)
    {
        var problems = new List<string>();
        Duplicates(problems, "Experiment", definitions.Experiments.Select(experiment => experiment.Key));
        Duplicates(problems, "Flag", definitions.Flags.Select(flag => flag.Key));
        Duplicates(problems, "Metric", definitions.Metrics.Select(metric => $"{metric.Key} version {metric.Version}"));
        var metrics = definitions.Metrics.Select(metric => (metric.Key, metric.Version)).ToHashSet();
        var metricKeys = definitions.Metrics.Select(metric => metric.Key).ToHashSet();
        foreach (var experiment in definitions.Experiments)
        {
            CheckExperiment(problems, experiment, metrics, metricKeys);
        }

        foreach (var metric in definitions.Metrics)
        {
            MetricDefinitionRules.Check(problems, metric);
        }

        foreach (var flag in definitions.Flags.Where(flag => !FlagTypes.Contains(flag.Type)))
        {
            problems.Add($"Flag {flag.Key} has type {flag.Type}; use one of {string.Join(", ", FlagTypes)}.");
        }

        return problems;
    }

    private static void CheckExperiment(
        List<string> problems,
        ExperimentDefinition experiment,
        HashSet<(string Key, int Version)> metrics,
        HashSet<string> metricKeys)
    {
        var name = $"Experiment {experiment.Key}";
        Require(problems, States.Contains(experiment.State), $"{name} has state {experiment.State}; use one of {string.Join(", ", States)}.");
        Require(problems, experiment.Variants.Count >= 2, $"{name} has {experiment.Variants.Count} variants; it needs at least two.");
        Duplicates(problems, $"{name}: variant", experiment.Variants.Select(variant => variant.Key));
        Require(
            problems,
            experiment.Variants.Any(variant => variant.Key == experiment.ControlVariant),
            $"{name} has control {experiment.ControlVariant}, which is none of its variants.");
        Require(
            problems,
            experiment.Variants.All(variant => double.IsFinite(variant.ExpectedShare) && variant.ExpectedShare >= 0)
                && experiment.Variants.Sum(variant => variant.ExpectedShare) > 0,
            $"{name} has expected shares that are negative, not finite or all zero.");
        Require(problems, experiment.PlannedUnits is null or > 0, $"{name} plans {experiment.PlannedUnits} units; plan at least one, or none.");
        Require(problems, experiment.Alpha is > 0 and < 1, $"{name} has alpha {experiment.Alpha}; it must lie between 0 and 1.");
        string[] used = [experiment.PrimaryMetric, .. experiment.GuardrailMetrics, .. experiment.SecondaryMetrics];
        foreach (var metric in used.Where(metric => !metricKeys.Contains(metric)))
        {
            problems.Add($"{name} uses metric {metric}, which is not defined.");
        }

        foreach (var (metric, version) in experiment.MetricVersions.Where(pin => !metrics.Contains((pin.Key, pin.Value))))
        {
            problems.Add($"{name} is pinned to metric {metric} version {version}, which is not defined.");
        }
    }

    private static void Duplicates(List<string> problems, string what, IEnumerable<string> keys)
    {
        foreach (var key in keys.CountBy(key => key).Where(group => group.Value > 1).Select(group => group.Key))
        {
            problems.Add($"{what} {key} is defined more than once.");
        }
    }

    internal static void Require(List<string> problems, bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
