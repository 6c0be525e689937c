namespace GrpcExp.Warehouse.Scorecards;

/// <summary>A difference with its interval; a number that does not exist is null.</summary>
/// <param name="Value">The point.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct EffectInterval(double? Value, double? Low, double? High);
