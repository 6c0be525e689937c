using System.CommandLine;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.Seeds;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp seeds generate</c>: writes the sample data.</summary>
internal static class SeedsCommand
{
    public static Command Create()
    {
        var folder = new Option<string?>("--out") { Description = "Folder to write to; default: seeds in the checkout, else ./seeds." };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Seed of the generator; the committed files are made with 42.",
            DefaultValueFactory = _ => SeedGenerator.DefaultSeed,
        };
        var generate = new Command("generate", "Writes five CSV files and the manifest of what was planted in them.") { folder, seed };
        generate.SetAction(parsed => Generate(parsed.GetValue(folder), parsed.GetValue(seed)));
        return new Command("seeds", "Sample data with known effects and known defects.") { generate };
    }

    private static int Generate(string? folder, ulong seed)
    {
        var target = folder ?? Path.Combine(SourceCheckout.Find()?.Root ?? Environment.CurrentDirectory, "seeds");
        Directory.CreateDirectory(target);
        foreach (var (name, contents) in SeedGenerator.Generate(seed))
        {
            File.WriteAllBytes(Path.Combine(target, name), contents);
            Console.WriteLine($"{name,-24} {contents.Length,12:N0} bytes");
        }

        Console.WriteLine($"written to {target}");
        return CommandLine.ExitCode.Fine;
    }
}
