namespace GrpcExp.Load.Populations;

/// <summary>How an experiment's primary metric makes a number of its event, and by that on what its effect acts.</summary>
internal enum PrimaryKind
{
    /// <summary>Sum of the values; the effect multiplies each value.</summary>
    Sum,

    /// <summary>Mean of the values of units that have any; the effect multiplies each value.</summary>
    Mean,

    /// <summary>Number of events; the effect makes each more or less likely.</summary>
    Count,

    /// <summary>Whether there was an event; the effect makes each more or less likely.</summary>
    Conversion,
}
