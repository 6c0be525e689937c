using System.Diagnostics;

namespace GrpcExp.Load.Targets;

/// <summary>Where the published sidecar is: GRPCEXP_SIDECAR, or artifacts/sidecar in the checkout, where it is published when missing.</summary>
internal static class SidecarBinary
{
    private static readonly Lock Publishing = new();

    /// <exception cref="InvalidOperationException">It is not there and cannot be made; the message says what to do.</exception>
    public static string Path()
    {
        if (Environment.GetEnvironmentVariable("GRPCEXP_SIDECAR") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new InvalidOperationException($"GRPCEXP_SIDECAR names '{named}', which does not exist.");
        }

        var root = Checkout.Root();
        var path = System.IO.Path.Combine(root, "artifacts", "sidecar", "grpcexp-sidecar");
        lock (Publishing)
        {
            if (!File.Exists(path))
            {
                Publish(root);
            }
        }

        return path;
    }

    // Only when it is missing: measure.sh publishes what it measures, and a run of one scenario should not wait a minute.
    private static void Publish(string root)
    {
        Console.Error.WriteLine("publishing the sidecar, a minute or two, this once …");
        string[] arguments = ["publish", "sidecar/GrpcExp.Sidecar.csproj", "-c", "Release", "-r", "linux-x64", "-o", "artifacts/sidecar", "-v", "q", "--nologo"];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("dotnet could not be started.");
        var output = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException($"The sidecar could not be published (gcc or clang is needed to link it):\n{output}");
        }
    }
}
