namespace GrpcExp.Cli.Checkout;

/// <summary>The folder with the sources that this program was built from, when it is there.</summary>
/// <param name="Root">Where GrpcExp.sln lies.</param>
internal sealed record SourceCheckout(string Root)
{
    /// <summary>Names the checkout where it cannot be found from the program's own place.</summary>
    public const string Variable = "GRPCEXP_ROOT";

    private const string Marker = "GrpcExp.sln";

    /// <summary>Looks in the variable, then upwards from this program, then upwards from the current folder.</summary>
    public static SourceCheckout? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Above(named);
        }

        return Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory);
    }

    private static SourceCheckout? Above(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, Marker)))
            {
                return new SourceCheckout(place.FullName);
            }
        }

        return null;
    }

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
