using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>What the last build says about an experiment that is about to be concluded.</summary>
/// <param name="Scorecard">Its scorecard; null when there is none.</param>
/// <param name="AbsenceReason">Why there is none, in words; empty when there is one.</param>
internal sealed record ScorecardReading(Scorecard? Scorecard, string AbsenceReason)
{
    /// <summary>Stages the scorecard to be kept as it is, and gives what the experiment itself says of it.</summary>
    public FrozenScorecard Freeze(WriteSession session, string experimentKey)
    {
        var freezeTime = Timestamp.FromDateTime(session.Now);
        if (Scorecard is null)
        {
            return new FrozenScorecard { FreezeTime = freezeTime, AbsenceReason = AbsenceReason };
        }

        var kept = Scorecard.Clone();
        kept.FreezeTime = freezeTime;
        session.Put(experimentKey, kept);
        return new FrozenScorecard
        {
            FreezeTime = freezeTime,
            Verdict = NameOf(kept.Verdict),
            Recommendation = NameOf(kept.Recommendation),
            Watermark = kept.Watermark,
        };
    }

    private static string NameOf<T>(T value)
        where T : struct, System.Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
