using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace GrpcExp.Tests;

/// <summary>A copy of scripts of Node.js outside the sources, where npm installs once a lock file.</summary>
internal static class NpmFolder
{
    /// <param name="source">Folder with the scripts and their package-lock.json.</param>
    /// <param name="target">Folder of the copy.</param>
    /// <exception cref="InvalidOperationException">npm is missing or failed.</exception>
    public static async Task PrepareAsync(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        var stamp = Path.Combine(target, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(target, "package-lock.json"))));
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != wanted)
        {
            await InstallAsync(target);
            await File.WriteAllTextAsync(stamp, wanted);
        }
    }

    private static async Task InstallAsync(string folder)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = npm.StandardOutput.ReadToEndAsync();
            var errors = npm.StandardError.ReadToEndAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            try
            {
                await npm.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                npm.Kill(entireProcessTree: true);
            }

            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"'npm ci' in '{folder}' ended with {npm.ExitCode}:\n{await output}{await errors}");
            }
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("'npm' cannot be started; these tests need Node.js with npm (apt-get install nodejs npm).", e);
        }
    }
}
