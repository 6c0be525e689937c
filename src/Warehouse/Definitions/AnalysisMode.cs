namespace GrpcExp.Warehouse.Definitions;

/// <summary>Whom an analysis counts. Always explicit: there is no default.</summary>
public enum AnalysisMode
{
    /// <summary>Intention to treat: every assigned unit.</summary>
    Itt,

    /// <summary>Only units that were validly exposed to the variant they were assigned to.</summary>
    Exposed,
}
