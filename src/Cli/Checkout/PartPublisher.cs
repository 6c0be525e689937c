using System.Diagnostics;
using System.Runtime.InteropServices;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Checkout;

/// <summary>Finds a program to start, and publishes it from the checkout first when that is newer.</summary>
internal static class PartPublisher
{
    private const string StampName = ".published";

    // Changes of these concern every project.
    private static readonly string[] SharedFiles = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    /// <summary>True when <see cref="EnsureAsync"/> has something to do that takes a while.</summary>
    public static bool IsStale(ProgramPart part) =>
        Environment.GetEnvironmentVariable(part.Variable) is not { Length: > 0 }
        && SourceCheckout.Find() is { } checkout
        && IsStale(part, checkout);

    /// <summary>The path of the file to start.</summary>
    public static async Task<string> EnsureAsync(ProgramPart part, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(part.Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new CommandException($"{part.Variable} names '{named}', and there is no such file.");
        }

        if (SourceCheckout.Find() is not { } checkout)
        {
            throw new CommandException(
                $"The {part.Name} was not found. Run grpcexp from its checkout, or name the program in {part.Variable}.");
        }

        if (IsStale(part, checkout))
        {
            await PublishAsync(part, checkout, cancellationToken);
        }

        return checkout.PathOf("artifacts", part.Folder, part.File);
    }

    private static bool IsStale(ProgramPart part, SourceCheckout checkout)
    {
        var stamp = new FileInfo(checkout.PathOf("artifacts", part.Folder, StampName));
        if (!stamp.Exists || !File.Exists(checkout.PathOf("artifacts", part.Folder, part.File)))
        {
            return true;
        }

        var sources = part.Sources.SelectMany(folder => Sources(new DirectoryInfo(checkout.PathOf(folder))));
        var shared = SharedFiles.Select(file => new FileInfo(checkout.PathOf(file)));
        return sources.Concat(shared).Any(file => file.LastWriteTimeUtc > stamp.LastWriteTimeUtc);
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder)
    {
        if (!folder.Exists || folder.Name is "bin" or "obj")
        {
            return [];
        }

        return folder.EnumerateFiles().Concat(folder.EnumerateDirectories().SelectMany(Sources));
    }

    private static async Task PublishAsync(ProgramPart part, SourceCheckout checkout, CancellationToken cancellationToken)
    {
        if (part.Native)
        {
            RequireLinker();
        }

        var target = checkout.PathOf("artifacts", part.Folder);
        Directory.CreateDirectory(target);
        var stamp = Path.Combine(target, StampName);

        // The stamp is as old as the beginning: what is edited meanwhile counts as newer.
        await File.WriteAllTextAsync(stamp + ".new", "", cancellationToken);
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            WorkingDirectory = checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "publish", part.Project, "-c", "Release", "-o", target, "-v", "quiet", "-nologo",
            .. part.Native ? ["-r", RuntimeInformation.RuntimeIdentifier] : Array.Empty<string>(),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // A server left behind by the build would outlive the command.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start) ?? throw new CommandException($"'{start.FileName}' could not be started.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            var tail = string.Join(Environment.NewLine, (await output + await errors).Split('\n').Where(line => line.Contains("error")).Distinct().Take(10));
            throw new CommandException($"The {part.Name} could not be built:{Environment.NewLine}{tail}");
        }

        File.Move(stamp + ".new", stamp, overwrite: true);
    }

    private static void RequireLinker()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!OperatingSystem.IsWindows() && !folders.Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc"))))
        {
            throw new CommandException(
                "Neither 'clang' nor 'gcc' is on PATH; the native AOT sidecar needs one to link. On Debian: apt-get install -y gcc libc6-dev");
        }
    }
}
