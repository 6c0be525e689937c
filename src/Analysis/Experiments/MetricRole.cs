namespace GrpcExp.Analysis.Experiments;

/// <summary>What a metric is for in one experiment.</summary>
public enum MetricRole
{
    /// <summary>Shown and corrected for multiplicity; does not decide.</summary>
    Secondary = 0,

    /// <summary>Decides whether the experiment won.</summary>
    Primary,

    /// <summary>Must not be harmed.</summary>
    Guardrail,

    /// <summary>Explains; does not decide.</summary>
    Diagnostic,
}
