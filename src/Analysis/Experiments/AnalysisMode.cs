namespace GrpcExp.Analysis.Experiments;

/// <summary>Whose outcomes count. There is no default: an analysis that does not say is refused.</summary>
public enum AnalysisMode
{
    /// <summary>Intention to treat: every unit that was assigned.</summary>
    Itt = 1,

    /// <summary>Only units that were exposed to their variant. Unbiased only if exposure does not depend on the variant.</summary>
    Exposed = 2,
}
