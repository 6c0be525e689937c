using System.CommandLine;
using System.Security.Cryptography;
using Google.Protobuf;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Sync;
using Spectre.Console;

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

    public Option<string?> TlsCa { get; } = new("--tls-ca") { Description = "Authorities (PEM) that sign the server's certificate; default: those of the system." };

    public Option<string?> TlsCert { get; } = new("--tls-cert") { Description = "Certificate (PEM) to show to a server that asks for one; with --tls-key." };

    public Option<string?> TlsKey { get; } = new("--tls-key") { Description = "Its private key (PEM)." };

    public Option<OutputFormat> Format { get; } = new("--format")
    {
        Description = "table for people, json for programs.",
        DefaultValueFactory = _ => OutputFormat.Table,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(Address);
        command.Options.Add(Token);
        command.Options.Add(TlsCa);
        command.Options.Add(TlsCert);
        command.Options.Add(TlsKey);
        command.Options.Add(Format);
    }

    public ServerConnection Connect(ParseResult parsed) =>
        new(parsed.GetValue(Address)!, parsed.GetValue(Token) ?? Environment.GetEnvironmentVariable("GRPCEXP_TOKEN"), Tls(parsed));

    public bool IsJson(ParseResult parsed) => parsed.GetValue(Format) == OutputFormat.Json;

    /// <summary>Prints an answer as was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="answer">What the server said; printed whole as JSON.</param>
    /// <param name="forPeople">Prints it for people.</param>
    public void Print<T>(ParseResult parsed, T answer, Action<IAnsiConsole, T> forPeople)
        where T : IMessage
    {
        if (IsJson(parsed))
        {
            MessageJson.Print(answer);
        }
        else
        {
            forPeople(Terminals.Output(), answer);
        }
    }

    private ChannelTls? Tls(ParseResult parsed)
    {
        var (ca, cert, key) = (parsed.GetValue(TlsCa), parsed.GetValue(TlsCert), parsed.GetValue(TlsKey));
        if (cert is null != key is null)
        {
            throw CommandException.BadUsage("--tls-cert and --tls-key go together: give both or neither.");
        }

        try
        {
            return ca is null && cert is null ? null : new ChannelTls(ca, cert, key);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.BadUsage($"--tls-ca '{ca}', --tls-cert '{cert}' and --tls-key '{key}' cannot all be read: {exception.Message}");
        }
    }
}
