using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>An experiment's scorecard of the last published build.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="Verdict">GREEN, YELLOW or RED.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID.</param>
/// <param name="DataRevision">Which data it speaks of: the watermark of the build.</param>
/// <param name="Sql">Queries on the published models that give what was analysed; <c>build --explain</c> and ExplainSql give the SQL of each of these.</param>
/// <param name="AnalysisJson">The analysis as it was written, in the JSON of <c>grpcexp analyze --format json</c>.</param>
/// <param name="Analysis">The analysis in full.</param>
public sealed record StoredScorecard(
    string ExperimentKey,
    string Verdict,
    string Recommendation,
    string DataRevision,
    string Sql,
    string AnalysisJson,
    ExperimentAnalysis Analysis);
