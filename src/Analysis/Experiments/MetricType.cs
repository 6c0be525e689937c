namespace GrpcExp.Analysis.Experiments;

/// <summary>What a metric's unit value is.</summary>
public enum MetricType
{
    /// <summary>Any number per unit.</summary>
    Mean = 0,

    /// <summary>0 or 1 per unit; the mean is a proportion.</summary>
    Conversion,
}
