using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Flags;

/// <summary>A page of flags.</summary>
/// <param name="Flags">By key.</param>
/// <param name="Text">Part of the key that was asked for; empty for all.</param>
/// <param name="After">Key that the page comes after; empty for the first.</param>
/// <param name="HasMore">True when there are later ones.</param>
public sealed record FlagListModel(IReadOnlyList<Flag> Flags, string Text, string After, bool HasMore)
{
    /// <summary>Flags a page.</summary>
    public const int PageSize = 100;

    /// <summary>Address of the next page.</summary>
    public string NextUrl => $"/flags?{(Text.Length > 0 ? $"q={Uri.EscapeDataString(Text)}&" : "")}after={Flags[^1].Key}";
}
