using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp tokens create|list|rotate|revoke</c>: who may do what.</summary>
internal static class TokensCommand
{
    public static Command Create() => new("tokens", "Tokens for people and services.") { CreateToken(), List(), Rotate(), Revoke() };

    private static Command CreateToken()
    {
        var server = new ServerOptions();
        var owner = new Argument<string>("owner") { Description = "Who it is for: the name in the audit log and in four-eyes checks." };
        var roles = new Option<Role[]>("--role")
        {
            Description = "viewer, editor, approver, admin, ingest or sync; repeat it.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var expires = Instants.Option("--expires", "When it stops working; default: never.");
        var command = new Command("create", "Makes a token and prints it, once: only its hash is kept.") { owner, roles, expires };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var request = new CreateTokenRequest { Owner = parsed.GetValue(owner), Roles = { parsed.GetValue(roles) } };
            if (parsed.GetValue(expires) is { } time)
            {
                request.ExpireTime = Timestamp.FromDateTimeOffset(time);
            }

            var made = await new AccessService.AccessServiceClient(connection.Invoker).CreateTokenAsync(request, connection.Headers, cancellationToken: cancellationToken);

            // The token alone on standard output, so that it can be piped to where secrets are kept.
            server.Print(parsed, made, (_, token) =>
            {
                Console.Error.WriteLine($"{token.TokenId}, by which it can be revoked; the token is shown this once:");
                Console.WriteLine(token.Token);
            });
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command List()
    {
        var server = new ServerOptions();
        var command = new Command("list", "Lists tokens, the dead ones too; their secrets nobody has.");
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var access = new AccessService.AccessServiceClient(connection.Invoker);
            var all = new ListTokensResponse();
            await Pages.ReadAsync(async pageToken =>
            {
                var request = new ListTokensRequest { PageSize = Pages.Size, PageToken = pageToken };
                var page = await access.ListTokensAsync(request, connection.Headers, cancellationToken: cancellationToken);
                all.Tokens.Add(page.Tokens);
                return page.NextPageToken;
            });
            server.Print(parsed, all, (_, tokens) =>
            {
                foreach (var token in tokens.Tokens)
                {
                    var state = token.RevokeTime is not null ? "revoked" : token.ExpireTime is { } end ? $"until {end.ToDateTime():u}" : "for good";
                    Console.WriteLine($"{token.TokenId}  {token.Owner}  {string.Join(',', token.Roles)}  {state}");
                }
            });
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Rotate()
    {
        var server = new ServerOptions();
        var id = new Argument<string>("id") { Description = "Id of the token." };
        var command = new Command("rotate", "Gives a token another secret and prints it, once; the old one stops at once.") { id };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var request = new RotateTokenRequest { TokenId = parsed.GetValue(id) };
            var rotated = await new AccessService.AccessServiceClient(connection.Invoker).RotateTokenAsync(request, connection.Headers, cancellationToken: cancellationToken);
            server.Print(parsed, rotated, (_, answer) => Console.WriteLine(answer.Secret));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Revoke()
    {
        var server = new ServerOptions();
        var id = new Argument<string>("id") { Description = "Id of the token, as create printed it and the audit log shows it." };
        var command = new Command("revoke", "Ends a token at once.") { id };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var request = new RevokeTokenRequest { TokenId = parsed.GetValue(id) };
            var revoked = await new AccessService.AccessServiceClient(connection.Invoker).RevokeTokenAsync(request, connection.Headers, cancellationToken: cancellationToken);
            server.Print(parsed, revoked, (_, _) => Console.WriteLine($"{request.TokenId} is revoked"));
            return ExitCode.Fine;
        });
        return command;
    }
}
