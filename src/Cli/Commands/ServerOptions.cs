using System.CommandLine;
using GrpcExp.Cli.Servers;

namespace GrpcExp.Cli.Commands;

/// <summary>The options of every command that talks to a running control plane.</summary>
internal sealed class ServerOptions
{
    private const string DefaultAddress = "http://127.0.0.1:5050";

    public Option<string> Address { get; } = new("--address")
    {
        Description = "Control plane; default: GRPCEXP_ADDRESS, else " + DefaultAddress + ".",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("GRPCEXP_ADDRESS") is { Length: > 0 } address ? address : DefaultAddress,
    };

    public Option<string?> Token { get; } = new("--token") { Description = "Bearer token; better given in GRPCEXP_TOKEN, where ps does not show it." };

    public Option<OutputFormat> Format { get; } = new("--format")
    {
        Description = "table for people, json for programs.",
        DefaultValueFactory = _ => OutputFormat.Table,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Address);
        command.Options.Add(Token);
        command.Options.Add(Format);
    }

    public ServerConnection Connect(ParseResult parsed) =>
        new(parsed.GetValue(Address)!, parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable("GRPCEXP_TOKEN"));

    public bool IsJson(ParseResult parsed) => parsed.GetValue(Format) == OutputFormat.Json;
}
