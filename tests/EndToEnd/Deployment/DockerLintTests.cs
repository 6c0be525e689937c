using System.Diagnostics;
using GrpcExp.Cli.Checkout;
using GrpcExp.Tests;

namespace GrpcExp.EndToEnd.Deployment;

/// <summary>The linters of npm have nothing against the compose file and the Dockerfiles.</summary>
public sealed class DockerLintTests
{
    private static readonly SourceCheckout Checkout = SourceCheckout.Find()!;

    [Fact]
    public async Task Linters_find_no_fault()
    {
        var folder = Checkout.PathOf("artifacts", "deployment-linters");
        await NpmFolder.PrepareAsync(Checkout.PathOf("tests", "EndToEnd", "Deployment", "linters"), folder);
        var bin = Path.Combine(folder, "node_modules", ".bin");

        // Warnings fail too.
        var compose = await RunAsync(Path.Combine(bin, "dclint"), "--max-warnings", "0", Checkout.PathOf("docker-compose.yml"));
        Assert.True(compose.ExitCode == 0, compose.Output);
        foreach (var file in Directory.EnumerateFiles(Checkout.PathOf("eng", "docker"), "*.Dockerfile"))
        {
            var image = await RunAsync(Path.Combine(bin, "dockerfilelint"), file);
            Assert.True(image.ExitCode == 0, image.Output);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, $"{program}:\n{await output}{await errors}");
    }
}
