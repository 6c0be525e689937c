using System.CommandLine;
using System.Data.Common;
using GrpcExp.Cli.ApiReference;
using GrpcExp.Cli.Checkout;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Catalog;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp docs generate</c> and <c>grpcexp docs api</c>: the catalogue of the warehouse's models, and the reference of all calls.</summary>
internal static class DocsCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "Folder to write to; default: ./catalog.", DefaultValueFactory = _ => "catalog", HelpName = "DIR" };
        var warehouse = new Option<string?>("--warehouse")
        {
            Description = "Adds rows, times and test results of the last published build: \"Data Source=FILE\" or \"Host=…;Database=…\".",
            HelpName = "CONNECTION",
        };
        var generate = new Command("generate", "Writes index.html, to open in a browser, and catalog.json.") { folder, warehouse };
        generate.SetAction((parsed, cancellationToken) => GenerateAsync(parsed.GetValue(folder)!, parsed.GetValue(warehouse), cancellationToken));
        return new Command("docs", "The catalogue of the warehouse's models, and the reference of all calls.") { generate, Api() };
    }

    private static Command Api()
    {
        var file = new Option<string>("--out") { Description = "File to write to; default: ./api.md.", DefaultValueFactory = _ => "api.md", HelpName = "FILE" };
        var command = new Command("api", "Writes the reference of all calls, messages and fields, from the .proto files of the checkout.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var checkout = SourceCheckout.Find()
                ?? throw new CommandException($"The .proto files are in the checkout, and it was not found: name it in {SourceCheckout.Variable}.");
            var text = ApiReferenceText.Of(BuiltContracts.Files, ProtoComments.ReadAll(checkout.PathOf("protos", "grpcexp")));
            await File.WriteAllTextAsync(parsed.GetValue(file)!, text, cancellationToken);
            Console.WriteLine($"written to {parsed.GetValue(file)}");
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<int> GenerateAsync(string folder, string? connection, CancellationToken cancellationToken)
    {
        var files = connection is null ? CatalogFiles.Create() : await ReadAsync(connection, cancellationToken);
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in new[] { ("index.html", files.Html), ("catalog.json", files.Json) })
        {
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path, text, cancellationToken);
            Console.WriteLine($"written to {path}");
        }

        if (connection is not null)
        {
            Console.WriteLine(files.BuildId is { } build ? $"with what build {build} left" : "without rows and times: the warehouse has no published build yet");
        }

        return ExitCode.Fine;
    }

    private static async Task<CatalogFiles> ReadAsync(string connection, CancellationToken cancellationToken)
    {
        RefuseNewFile(connection);
        await using var database = await WarehouseDatabase.OpenAsync(connection, TimeProvider.System, cancellationToken);
        try
        {
            return await CatalogFiles.CreateAsync(database, cancellationToken);
        }
        catch (DbException failure)
        {
            throw new CommandException($"The builds of the warehouse cannot be read: {failure.Message}", cause: failure);
        }
    }

    // SQLite would make the file of a mistyped name, and the catalogue would come out as if nothing had ever been built.
    private static void RefuseNewFile(string connection)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            return;
        }

        foreach (var key in new[] { "Data Source", "DataSource", "Filename" })
        {
            if (parts.TryGetValue(key, out var value) && value is string file && !File.Exists(file))
            {
                throw new CommandException($"--warehouse: there is no file {file}; name the one that the control plane keeps.");
            }
        }
    }
}
