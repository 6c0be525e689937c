using System.Net;
using Grpc.Core;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>Streams snapshots over gRPC as the control plane does.</summary>
internal sealed class StreamingControlPlane : IAsyncDisposable
{
    public const string Token = "sync-token";

    private readonly WebApplication _app;

    private StreamingControlPlane(WebApplication app) => _app = app;

    public SnapshotState State => _app.Services.GetRequiredService<SnapshotState>();

    public string Source => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
        .Addresses.Single().Replace("http://", "grpc://", StringComparison.Ordinal);

    public static async Task<StreamingControlPlane> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new SnapshotState(TimeProvider.System));
        builder.Services.AddSingleton<Service>();
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new StreamingControlPlane(app);
    }

    public void Publish(Snapshot snapshot) => Assert.Equal(OfferOutcome.Accepted, State.Offer(SnapshotCodec.Seal(snapshot)).Outcome);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private sealed class Service(SnapshotState state) : SyncService.SyncServiceBase
    {
        public override async Task WatchSnapshots(
            WatchSnapshotsRequest request, IServerStreamWriter<SnapshotEnvelope> responseStream, ServerCallContext context)
        {
            if (context.RequestHeaders.GetValue("authorization") != $"Bearer {Token}")
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, "A token of role sync is needed."));
            }

            LoadedSnapshot? known = null;
            while (true)
            {
                known = await state.WaitForOtherThanAsync(known, context.CancellationToken);
                await responseStream.WriteAsync(known.Envelope);
            }
        }
    }
}
