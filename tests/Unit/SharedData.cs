namespace GrpcExp.Unit;

/// <summary>Finds the reference data that lies beside the checkout, or where GRPCEXP_SHARED says.</summary>
internal static class SharedData
{
    /// <summary>The path of a file of the reference data; a missing one is an error that says where it was looked for.</summary>
    public static string PathOf(params string[] parts)
    {
        var folder = Environment.GetEnvironmentVariable("GRPCEXP_SHARED") is { Length: > 0 } named
            ? named
            : Path.Combine(Checkout.Root, "..", "shared");
        var path = Path.GetFullPath(Path.Combine([folder, .. parts]));
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"The reference data is missing: there is no '{path}'. Name its folder in GRPCEXP_SHARED.", path);
    }
}
