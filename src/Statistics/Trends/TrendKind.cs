namespace GrpcExp.Statistics.Trends;

/// <summary>What a trend of the effect means for its long run.</summary>
public enum TrendKind
{
    /// <summary>There is no slope to judge; see the p-value's reason.</summary>
    Unknown = 0,

    /// <summary>The slope is not significant: nothing shows that the effect changes with exposure.</summary>
    None,

    /// <summary>The effect shrinks towards zero or turns: the average over the experiment promises too much.</summary>
    Novelty,

    /// <summary>The effect grows as units learn: the average over the experiment promises too little.</summary>
    Primacy,
}
