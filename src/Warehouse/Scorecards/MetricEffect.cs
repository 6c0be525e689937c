namespace GrpcExp.Warehouse.Scorecards;

/// <summary>One treatment against control on one metric, as the last published build found it. What does not exist is null.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="Metric">Key of the metric.</param>
/// <param name="Version">Version of its definition.</param>
/// <param name="Role">primary, guardrail or secondary.</param>
/// <param name="Direction">increase or decrease: which way is good.</param>
/// <param name="Variant">Key of the treatment.</param>
/// <param name="ControlMean">Mean of control.</param>
/// <param name="TreatmentMean">Mean of the treatment.</param>
/// <param name="Absolute">Difference in the metric's unit.</param>
/// <param name="Relative">Difference as a fraction of control's mean.</param>
/// <param name="SequentialAbsolute">The same difference with the interval that holds at every look; without ends when nothing was planned.</param>
/// <param name="SequentialRelative">The same as a fraction.</param>
/// <param name="PValue">Two-sided.</param>
/// <param name="DecisionPValue">Corrected over the metrics of the same role.</param>
/// <param name="Outcome">better, worse or inconclusive.</param>
public sealed record MetricEffect(
    string ExperimentKey,
    string Metric,
    int Version,
    string Role,
    string Direction,
    string Variant,
    double? ControlMean,
    double? TreatmentMean,
    EffectInterval Absolute,
    EffectInterval Relative,
    EffectInterval SequentialAbsolute,
    EffectInterval SequentialRelative,
    double? PValue,
    double? DecisionPValue,
    string Outcome);
