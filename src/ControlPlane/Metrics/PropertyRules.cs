using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides whether a text can name a member of an event's properties.</summary>
internal static class PropertyRules
{
    /// <summary>A name that may be empty.</summary>
    public static void Check(Violations violations, string field, string name)
    {
        violations.Text(field, name, Limits.EventNameLength);

        // The warehouse looks a member up by its quoted name.
        violations.AddIf(name.IndexOfAny(['"', '\\']) >= 0, field, $"'{Violations.Shown(name)}' is refused: give a name without quotes and backslashes");
    }
}
