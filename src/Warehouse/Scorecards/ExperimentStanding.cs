namespace GrpcExp.Warehouse.Scorecards;

/// <summary>How an experiment stands by the last published build, in one line.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="Verdict">GREEN, YELLOW or RED.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID.</param>
/// <param name="Units">Units analysed.</param>
/// <param name="SampleRatioSeverity">OK, WARN, FAIL or UNKNOWN.</param>
/// <param name="SampleRatioPValue">Of the sample ratio test; null when it does not exist.</param>
/// <param name="QualityFindings">Data-quality checks that found something worth a look.</param>
/// <param name="LosingSegments">Segments in which the primary metric is significantly worse.</param>
/// <param name="ViolatedGuardrails">Guardrails that are violated.</param>
/// <param name="UnitsStillNeeded">Units still needed; null when nothing is open or it cannot be computed.</param>
/// <param name="DataRevision">Which data it speaks of.</param>
public sealed record ExperimentStanding(
    string ExperimentKey,
    string Verdict,
    string Recommendation,
    long Units,
    string SampleRatioSeverity,
    double? SampleRatioPValue,
    long QualityFindings,
    long LosingSegments,
    long ViolatedGuardrails,
    double? UnitsStillNeeded,
    string DataRevision);
