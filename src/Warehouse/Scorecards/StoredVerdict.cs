using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Scorecards;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>A scorecard of the last published build as it was written, without the analysis behind it.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="Mode">Which units were counted.</param>
/// <param name="Scorecard">The scorecard; its checks come without their numbers, which their sentences have.</param>
/// <param name="DataRevision">Which data it speaks of.</param>
/// <param name="MetricVersions">Metric key → version used.</param>
/// <param name="Sql">Queries on the published models that give what was analysed.</param>
public sealed record StoredVerdict(
    string ExperimentKey, AnalysisMode Mode, Scorecard Scorecard, string DataRevision, IReadOnlyDictionary<string, int> MetricVersions, string Sql);
