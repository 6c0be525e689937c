using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Which flags a list call wants.</summary>
internal static class FlagFilter
{
    /// <summary>Notes what is wrong with the filter, and gives it.</summary>
    public static Func<Flag, bool> Of(Violations violations, ListFlagsRequest request)
    {
        violations.Text("owner", request.Owner, Limits.OwnerLength);
        violations.AddIf(!System.Enum.IsDefined(request.Type), "type", $"{(int)request.Type} is unknown: give a type of the contract, or none");
        violations.OptionalKey("segment_key", request.SegmentKey);
        return flag => (request.Owner.Length == 0 || flag.Owner == request.Owner)
            && (request.Type == FlagType.Unspecified || flag.Type == request.Type)
            && (!request.HasEnabled || flag.Enabled == request.Enabled)
            && (request.SegmentKey.Length == 0 || ConfigurationUsers.Uses(flag, request.SegmentKey));
    }
}
