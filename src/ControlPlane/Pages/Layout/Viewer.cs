namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>Whoever looks at a page.</summary>
/// <param name="Name">Owner of the token; empty for somebody with a share link.</param>
/// <param name="Roles">Roles of the token, in words.</param>
/// <param name="FormToken">What every form of the page sends back, so that no other site can send one; empty when there is no session.</param>
/// <param name="Path">Path and query of the page.</param>
public sealed record Viewer(string Name, string Roles, string FormToken, string Path)
{
    /// <summary>Somebody with a share link, or nobody in particular.</summary>
    public static Viewer Guest { get; } = new("", "", "", "/");

    /// <summary>True when there is no session.</summary>
    public bool IsGuest => Name.Length == 0;
}
