namespace GrpcExp.Statistics.Planning;

/// <summary>How the error rate is shared by several treatments that are compared with one control.</summary>
public enum PlannedCorrection
{
    /// <summary>α/m for each of m comparisons. The default: Holm, by which experiments decide, begins with it.</summary>
    Bonferroni = 0,

    /// <summary>The critical value of Dunnett's test: counts that the differences share a control. For a single look.</summary>
    Dunnett,

    /// <summary>α for each: the chance of any false alarm grows with every treatment.</summary>
    None,
}
