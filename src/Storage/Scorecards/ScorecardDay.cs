namespace GrpcExp.Storage.Scorecards;

/// <summary>What an experiment's scorecard said on a day.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="Verdict">GREEN, YELLOW or RED.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID.</param>
/// <param name="Units">Units analysed.</param>
public sealed record ScorecardDay(string ExperimentKey, string Verdict, string Recommendation, long Units);
