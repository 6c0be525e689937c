namespace GrpcExp.Statistics.MultipleTesting;

/// <summary>How p-values of one family are adjusted for being many.</summary>
public enum Correction
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Family-wise error, any dependence: p·m.</summary>
    Bonferroni,

    /// <summary>Family-wise error, any dependence, never weaker than Bonferroni. The default of an experiment.</summary>
    Holm,

    /// <summary>False discovery rate, for independent or positively dependent tests.</summary>
    BenjaminiHochberg,
}
