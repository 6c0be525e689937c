using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Decides whether a layer may be stored.</summary>
internal static class LayerRules
{
    /// <exception cref="ControlException">InvalidArgument, or InUse when the holdout would take what approved or running experiments own.</exception>
    public static async Task CheckAsync(Violations violations, ReadSession session, Layer layer, CancellationToken cancellationToken)
    {
        violations.Key("layer.key", layer.Key);
        violations.Text("layer.description", layer.Description, Limits.DescriptionLength);
        RangeRules.Check(violations, "layer.holdout", layer.Holdout);
        violations.ThrowIfAny();

        var holders = await Reservations.HoldersAsync(session, cancellationToken).ConfigureAwait(false);
        var taken = holders
            .Where(experiment => experiment.LayerKey == layer.Key)
            .Select(experiment => (Name: Reservations.NameOf(experiment), Overlap: RangeRules.FirstOverlap(layer.Holdout, experiment.LayerSlice)))
            .Where(found => found.Overlap is not null)
            .Select(found => new FieldViolation("layer.holdout", $"{found.Overlap} belongs to {found.Name}"))
            .ToList();
        if (taken.Count > 0)
        {
            throw new ControlException(ControlError.InUse, Violations.Sentence($"layers/{layer.Key} cannot hold that out: ", taken), taken);
        }
    }
}
