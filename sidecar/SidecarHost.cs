using System.Net;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Sidecar.Flagd;
using GrpcExp.Sidecar.Ofrep;
using GrpcExp.Sidecar.Relay;
using GrpcExp.Sync;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sidecar;

/// <summary>Puts the sidecar together from its options.</summary>
internal static class SidecarHost
{
    /// <summary>Most connections over HTTP at once, on all addresses together.</summary>
    private const int MaxConnections = 4_096;

    /// <summary>How long stopping may take before clients that do not read are cut off.</summary>
    private static readonly TimeSpan ShutdownBound = TimeSpan.FromSeconds(5);

    /// <summary>Builds the host, with the last good snapshot from disk already served.</summary>
    /// <exception cref="StartupException">A folder cannot be used.</exception>
    public static WebApplication Build(SidecarOptions options)
    {
        PrepareFolders(options);

        // The empty builder reads no settings files and no ASPNETCORE_ variables: the command line is the whole truth.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownBound);
        builder.Services.AddSingleton(options);
        AddServices(builder.Services, options);

        var app = builder.Build();
        app.Services.GetService<SnapshotFileStore>()?.Load(app.Services.GetRequiredService<SnapshotState>());
        Map(app);
        return app;
    }

    private static void PrepareFolders(SidecarOptions options)
    {
        try
        {
            if (options.SocketFolder is not null)
            {
                SocketFolder.Prepare(options.SocketFolder, options.GrpcSocket!, options.RawSocket!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"--socket-dir '{options.SocketFolder}' cannot be used: {exception.Message}");
        }
    }

    private static void Listen(KestrelServerOptions kestrel, SidecarOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        if (options.GrpcSocket is not null)
        {
            kestrel.ListenUnixSocket(options.GrpcSocket, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.Use(listen.ApplicationServices.GetRequiredService<PeerGate>().Guard);
            });
        }

        if (options.Port is { } port)
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
        }

        if (options.HttpPort is { } httpPort)
        {
            kestrel.Listen(IPAddress.Loopback, httpPort, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }

    private static void AddServices(IServiceCollection services, SidecarOptions options)
    {
        services.AddRoutingCore();
        services.AddGrpc();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SidecarCounters>();
        services.AddSingleton<PeerGate>();
        services.AddSingleton<Probes>();
        services.AddSingleton<MetricsPage>();
        services.AddSingleton(provider => new SnapshotState(provider.GetRequiredService<TimeProvider>(), options.Environment));
        services.AddSingleton<EvaluationCounters>();
        services.AddSingleton(provider => new SnapshotEvaluator(
            provider.GetRequiredService<SnapshotState>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<EvaluationCounters>(),
            provider.GetService<ExposureLog>()));
        services.AddSingleton<EvaluationGrpcService>();
        services.AddSingleton<RelayWatchers>();
        services.AddSingleton(provider => new RelayGrpcService(
            options.Environment,
            provider.GetRequiredService<SnapshotState>(),
            provider.GetRequiredService<RelayWatchers>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FlagdResolver>();
        services.AddSingleton<FlagdEvents>();
        services.AddSingleton<FlagdV1Service>();
        services.AddSingleton<FlagdV2Service>();
        services.AddSingleton<OfrepEndpoints>();
        services.AddSingleton<HealthServiceImpl>();
        services.AddHostedService<HealthReporter>();
        services.AddHostedService<StartupGarbage>();
        if (options.DataFolder is not null)
        {
            services.AddSingleton(provider => CreateStore(options, provider.GetRequiredService<ILogger<SnapshotFileStore>>()));
            services.AddHostedService<SnapshotSaver>();
        }

        if (options.Ingest is { } ingest)
        {
            // Before the raw protocol, so that it stops after it: the last answers are exposures too.
            services.AddSingleton<ExposureBooks>();
            services.AddSingleton(provider => new ExposureLog(options.Environment, provider.GetRequiredService<ExposureBooks>()));
            services.AddSingleton(provider => CreateShipper(ingest, options, provider));
            services.AddHostedService(provider => provider.GetRequiredService<ExposureShipper>());
        }

        if (options.RawSocket is not null)
        {
            services.AddSingleton<RawResponder>();
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<RawListener>(provider, options.RawSocket));
        }

        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return new SnapshotFollower(
                provider.GetRequiredService<SnapshotState>(),
                [.. options.Sources.Select(address => SnapshotSources.Create(address, options, time))],
                time,
                new Random(),
                provider.GetRequiredService<ILogger<SnapshotFollower>>());
        });
        services.AddHostedService(provider => provider.GetRequiredService<SnapshotFollower>());
    }

    private static SnapshotFileStore CreateStore(SidecarOptions options, ILogger<SnapshotFileStore> logger)
    {
        var store = new SnapshotFileStore(options.DataFolder!, options.Environment, logger);
        try
        {
            store.Prepare();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"--data-dir '{options.DataFolder}' cannot be used: {exception.Message}");
        }

        return store;
    }

    private static ExposureShipper CreateShipper(SourceAddress ingest, SidecarOptions options, IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var channel = Channels.Open(ingest, options);
        var folder = options.DataFolder is null ? null : Path.Combine(options.DataFolder, $"{options.Environment}.exposures");
        try
        {
            return new ExposureShipper(
                provider.GetRequiredService<ExposureLog>(),
                new GrpcExposureSink(new IngestService.IngestServiceClient(channel), ingest.Name, options.IngestToken, time),
                folder,
                options.SpoolBytes,
                time,
                new Random(),
                provider.GetRequiredService<ILogger<ExposureShipper>>());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"--data-dir '{options.DataFolder}' cannot be used: {exception.Message}");
        }
    }

    private static void Map(WebApplication app)
    {
        var counters = app.Services.GetRequiredService<SidecarCounters>();
        app.Use((context, next) =>
        {
            if (HttpProtocol.IsHttp2(context.Request.Protocol))
            {
                counters.CountGrpc();
            }

            return next(context);
        });
        app.MapGrpcService<EvaluationGrpcService>();
        app.MapGrpcService<RelayGrpcService>();
        app.MapGrpcService<FlagdV1Service>();
        app.MapGrpcService<FlagdV2Service>();
        app.MapGrpcService<HealthServiceImpl>();
        app.Services.GetRequiredService<OfrepEndpoints>().Map(app);
        var probes = app.Services.GetRequiredService<Probes>();
        app.MapGet("/livez", (RequestDelegate)Probes.Live);
        app.MapGet("/readyz", (RequestDelegate)probes.Ready);
        app.MapGet("/metrics", (RequestDelegate)app.Services.GetRequiredService<MetricsPage>().WriteAsync);
    }
}
