namespace GrpcExp.Load.Targets;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    /// <exception cref="InvalidOperationException">The program was copied out of its checkout.</exception>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GrpcExp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no GrpcExp.sln above '{AppContext.BaseDirectory}': run this program where it was built, and name --out.");
    }
}
