using GrpcExp.Echo;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// grpcexp-echo grpc|bare SOCKET: serves until it is told to stop. The scripts beside it put both under load in turn.
if (args is not ["grpc" or "bare", var socket])
{
    Console.Error.WriteLine("usage: grpcexp-echo grpc|bare SOCKET");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(k => k.ListenUnixSocket(socket, o => o.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc();
var app = builder.Build();
if (args[0] == "grpc")
{
    app.MapGrpcService<GrpcExp.Echo.EchoService>();
}
else
{
    app.Run(BareEndpoint.HandleAsync);
}

await app.RunAsync();
return 0;
