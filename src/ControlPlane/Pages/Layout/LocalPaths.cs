namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>Keeps redirects on this server.</summary>
internal static class LocalPaths
{
    /// <summary>The path when it is one of this server, else that of the portfolio.</summary>
    public static string Of(string path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= Limits.PagePathLength && path.All(character => character is > ' ' and < '\u007f' and not '\\')
            && !path.StartsWith("/sign-", StringComparison.Ordinal)
            ? path
            : "/";
}
