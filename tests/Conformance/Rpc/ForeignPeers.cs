using System.Diagnostics;
using System.Security.Cryptography;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Runs the JavaScript peers. Their packages are installed once a lock file, under artifacts/.</summary>
public sealed class ForeignPeers : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _name;
    private string _folder = "";

    public ForeignPeers()
        : this("foreign")
    {
    }

    internal ForeignPeers(string name)
    {
        _name = name;
    }

    public static string Root { get; } = FindRoot();

    public static string Protos => Path.Combine(Root, "protos");

    public async ValueTask InitializeAsync()
    {
        var source = Path.Combine(Root, "tests", "Conformance", _name);
        _folder = Path.Combine(Root, "artifacts", _name + "-peers");
        Directory.CreateDirectory(_folder);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        }

        var stamp = Path.Combine(_folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_folder, "package-lock.json"))));
        if (!File.Exists(stamp) || await File.ReadAllTextAsync(stamp) != wanted)
        {
            using var npm = Start("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            await EndAsync(npm, "npm ci");
            await File.WriteAllTextAsync(stamp, wanted);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs a script to its end and gives what it printed.</summary>
    public async Task<string> RunAsync(string script, params string[] arguments)
    {
        using var node = Start("node", [script, .. arguments]);
        return await EndAsync(node, script);
    }

    /// <summary>Starts a script that serves until its input ends.</summary>
    public Process Serve(string script, params string[] arguments) => Start("node", [script, .. arguments]);

    private static async Task<string> EndAsync(Process process, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{what}' did not end within {Patience}.");
        }

        Assert.True(process.ExitCode == 0, $"'{what}' ended with {process.ExitCode}:\n{await errors}");
        return await output;
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException(
                $"'{program}' cannot be started; the tests against foreign peers need Node.js and npm (Debian: apt-get install nodejs npm).", e);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GrpcExp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No checkout (GrpcExp.sln) lies above '{AppContext.BaseDirectory}'.");
    }
}
