namespace GrpcExp.Statistics.Trends;

/// <summary>The time in which an effect is taken to move along a line.</summary>
public enum TrendTime
{
    /// <summary>Days: the effect changes by the same amount every day.</summary>
    Linear = 0,

    /// <summary>The natural logarithm of the day: the effect changes fast at first and then settles.</summary>
    Logarithmic,
}
