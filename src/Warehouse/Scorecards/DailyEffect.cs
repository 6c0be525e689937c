namespace GrpcExp.Warehouse.Scorecards;

/// <summary>One treatment against control on one metric, of all days so far or of one day since exposure.</summary>
/// <param name="Metric">Key of the metric.</param>
/// <param name="Variant">Key of the treatment.</param>
/// <param name="IsCumulative">True for all days up to <paramref name="Day"/>, false for one day since exposure.</param>
/// <param name="Number">Days since the first day, or since exposure; from 0.</param>
/// <param name="Day">The UTC day; null in a series by day since exposure.</param>
/// <param name="ControlUnits">Units of control with a value.</param>
/// <param name="TreatmentUnits">Units of the treatment with a value.</param>
/// <param name="Relative">Difference as a fraction of control's mean.</param>
/// <param name="Absolute">Difference in the metric's unit.</param>
/// <param name="SequentialAbsolute">The same with the interval that holds at every look; without ends when nothing was planned.</param>
public sealed record DailyEffect(
    string Metric,
    string Variant,
    bool IsCumulative,
    int Number,
    DateOnly? Day,
    long ControlUnits,
    long TreatmentUnits,
    EffectInterval Relative,
    EffectInterval Absolute,
    EffectInterval SequentialAbsolute);
