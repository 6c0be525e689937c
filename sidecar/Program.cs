using System.Net.Sockets;
using GrpcExp.Sidecar;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

const int Fine = 0;
const int Failed = 1;
const int BadUsage = 2;

if (args.Contains("--help"))
{
    Console.WriteLine(SidecarSettings.Usage);
    return Fine;
}

var parser = new SidecarOptionsParser();
if (parser.Parse(args, Environment.GetEnvironmentVariable, Environment.MachineName, Environment.ProcessId) is not { } options)
{
    foreach (var problem in parser.Problems)
    {
        Console.Error.WriteLine($"error: {problem}");
    }

    Console.Error.WriteLine("Run grpcexp-sidecar --help for usage.");
    return BadUsage;
}

try
{
    await using var app = SidecarHost.Build(options);
    await app.StartAsync().ConfigureAwait(false);
    if (options.GrpcSocket is not null)
    {
        SocketFolder.Restrict(options.GrpcSocket);
    }

    foreach (var line in Announcement.Lines(options, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses))
    {
        Console.WriteLine(line);
    }

    await app.WaitForShutdownAsync().ConfigureAwait(false);
    return Fine;
}
catch (Exception exception) when (exception is StartupException or IOException or SocketException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return Failed;
}
