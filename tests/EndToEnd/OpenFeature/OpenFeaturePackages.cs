using System.Diagnostics;
using System.Security.Cryptography;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>A copy of the client's script under artifacts/, where npm installs once a lock file.</summary>
public sealed class OpenFeaturePackages : IAsyncLifetime
{
    public string Folder { get; } = Path.Combine(Root(), "artifacts", "openfeature-clients");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "tests", "EndToEnd", "OpenFeature", "clients")))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        }

        var stamp = Path.Combine(Folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) { WorkingDirectory = Folder })!;
        await npm.WaitForExitAsync();
        Assert.Equal(0, npm.ExitCode);
        await File.WriteAllTextAsync(stamp, wanted);
    }

    public ValueTask DisposeAsync() => default;

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GrpcExp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{AppContext.BaseDirectory}' holds GrpcExp.sln.");
    }
}
