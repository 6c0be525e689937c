using GrpcExp.Evaluation;

namespace GrpcExp.Sidecar.OpenFeature;

/// <summary>
/// An evaluation context of OpenFeature: the unit, and the attributes that targeting can use. What is nested or null is none of
/// them and is left out.
/// </summary>
/// <param name="Unit">The targeting key; null for none.</param>
/// <param name="Attributes">All other fields.</param>
/// <param name="RecordExposures">Whether answers count as exposures; null leaves it to the kind of request.</param>
internal sealed record OpenFeatureContext(string? Unit, UnitAttribute[] Attributes, bool? RecordExposures = null)
{
    public static OpenFeatureContext Empty { get; } = new(null, []);
}
