namespace GrpcExp.Statistics;

/// <summary>What a test sets against "no difference".</summary>
public enum Alternative
{
    /// <summary>The treatment differs from the control in either direction.</summary>
    TwoSided = 0,

    /// <summary>The treatment mean is larger.</summary>
    Greater,

    /// <summary>The treatment mean is smaller.</summary>
    Less,
}
