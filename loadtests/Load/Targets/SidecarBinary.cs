namespace GrpcExp.Load.Targets;

/// <summary>Where the published sidecar is: GRPCEXP_SIDECAR, or artifacts/sidecar in the checkout.</summary>
internal static class SidecarBinary
{
    /// <exception cref="InvalidOperationException">It is not there; the message says what to do.</exception>
    public static string Path()
    {
        if (Environment.GetEnvironmentVariable("GRPCEXP_SIDECAR") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new InvalidOperationException($"GRPCEXP_SIDECAR names '{named}', which does not exist.");
        }

        var path = System.IO.Path.Combine(Checkout.Root(), "artifacts", "sidecar", "grpcexp-sidecar");
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException("The sidecar has not been published. Run: dotnet publish sidecar -c Release -r linux-x64 -o artifacts/sidecar");
    }
}
