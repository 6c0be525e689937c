using GrpcExp.Contracts.Control.V1;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Portfolio;

/// <summary>One experiment in the portfolio.</summary>
/// <param name="Experiment">As the control plane has it.</param>
/// <param name="Verdict">GREEN, YELLOW or RED; empty without a scorecard.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID; empty without a scorecard.</param>
/// <param name="Days">Whole days that it runs or ran; null before the start.</param>
/// <param name="Standing">What the last build says; null when it says nothing.</param>
/// <param name="Primary">Effect of the best treatment on the primary metric; null when the last build has none.</param>
/// <param name="OtherTreatments">Treatments besides that one.</param>
public sealed record PortfolioRow(
    Experiment Experiment, string Verdict, string Recommendation, int? Days, ExperimentStanding? Standing, MetricEffect? Primary, int OtherTreatments)
{
    /// <summary>True when units did not fall into variants as designed.</summary>
    public bool HasMismatch => Standing?.SampleRatioSeverity is "FAIL";

    /// <summary>What somebody should look at, in few words each.</summary>
    public IReadOnlyList<string> Flags { get; } = FlagsOf(Standing);

    private static List<string> FlagsOf(ExperimentStanding? standing)
    {
        var flags = new List<string>();
        if (standing is null)
        {
            return flags;
        }

        if (standing.SampleRatioSeverity is "FAIL" or "WARN")
        {
            flags.Add("SRM");
        }

        if (standing.ViolatedGuardrails > 0)
        {
            flags.Add("Guardrail");
        }

        if (standing.LosingSegments > 0)
        {
            flags.Add("Segment");
        }

        if (standing.QualityFindings > 0)
        {
            flags.Add("Data");
        }

        return flags;
    }
}
