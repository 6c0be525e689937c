using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Checklists;
using GrpcExp.ControlPlane.Distribution;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Flags;
using GrpcExp.ControlPlane.Ingestion;
using GrpcExp.ControlPlane.Jobs;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.ControlPlane.Metrics;
using GrpcExp.ControlPlane.Pages;
using GrpcExp.ControlPlane.Probes;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.ControlPlane.Schedules;
using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Storage;
using GrpcExp.Sync;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Monitoring;
using GrpcExp.Warehouse.Scorecards;
using GrpcExp.Warehouse.Traffic;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Puts the server together and runs it until it is told to stop.</summary>
internal static class Server
{
    /// <param name="model">How to run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Gets the lines that whoever starts the server waits for; logs go to standard error.</param>
    public static async Task RunAsync(ControlPlaneModel model, TimeProvider time, TextWriter output)
    {
        using var folder = model.DataDir is { } path ? DataDirLock.Take(path) : null;
        var store = await ControlStore.OpenAsync(model.Storage, time, CancellationToken.None).ConfigureAwait(false);
        if (model.NewEpoch)
        {
            await store.BeginEpochAsync("--new-epoch", CancellationToken.None).ConfigureAwait(false);
        }

        var warehouse = await WarehouseDatabase.OpenAsync(model.Warehouse, time, CancellationToken.None).ConfigureAwait(false);
        await using var closing = warehouse.ConfigureAwait(false);
        var madeToken = await FirstTokens.EnsureAdminAsync(store, model.AdminToken, mayMake: model.DataDir is not null, CancellationToken.None).ConfigureAwait(false);
        if (model.SidecarToken is { } sidecars)
        {
            await FirstTokens.RegisterSidecarAsync(store, sidecars, CancellationToken.None).ConfigureAwait(false);
        }

        var feed = new SnapshotFeed(await store.ReadSnapshotAsync(CancellationToken.None).ConfigureAwait(false));
        store.SnapshotCommitted = feed.OfferCommitted;

        var scheduler = SchedulerDatabase.Of(store, model.Jobs);
        await using var closingScheduler = scheduler.ConfigureAwait(false);
        var app = Build(model, store, warehouse, scheduler, feed, time);
        await using var running = app.ConfigureAwait(false);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("GrpcExp.ControlPlane");
        if (model.Listeners.IsInsecure)
        {
            Log.Insecure(logger);
        }

        await app.StartAsync().ConfigureAwait(false);
        Log.Opened(logger, store.Environment, feed.Current.Revision, feed.Current.Epoch, store.Database);
        await AnnounceAsync(app, model, madeToken, output).ConfigureAwait(false);
        await app.WaitForShutdownAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(
        ControlPlaneModel model, ControlStore store, WarehouseDatabase warehouse, SchedulerDatabase scheduler, SnapshotFeed feed, TimeProvider time)
    {
        // No arguments and no configuration files: the command line above is the only way to set anything.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "GrpcExp.ControlPlane" });
        builder.Logging.AddLogs(model.Telemetry);
        builder.AddTelemetry(model.Telemetry);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.Listen(model.Listeners);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Limits.Shutdown);
        AddServices(builder.Services, model, store, warehouse, scheduler, feed, time);

        var app = builder.Build();
        app.UseErrorDetails();
        app.UseWeb();
        app.UseRouting();
        app.MapGrpcService<FlagGrpcService>();
        app.MapGrpcService<ExperimentGrpcService>();
        app.MapGrpcService<MetricGrpcService>();
        app.MapGrpcService<AccessGrpcService>();
        app.MapGrpcService<JobGrpcService>();
        app.MapGrpcService<SyncGrpcService>();
        app.MapGrpcService<IngestGrpcService>();
        app.MapGrpcService<AnalysisGrpcService>();
        app.MapGrpcService<EvaluationGrpcService>();
        app.MapGrpcService<HealthServiceImpl>();
        app.MapGrpcReflectionService();
        return app;
    }

    private static void AddServices(
        IServiceCollection services,
        ControlPlaneModel model,
        ControlStore store,
        WarehouseDatabase warehouse,
        SchedulerDatabase scheduler,
        SnapshotFeed feed,
        TimeProvider time)
    {
        services.AddRoutingCore();
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = Limits.ReceiveMessageBytes;
            options.MaxSendMessageSize = Limits.SendMessageBytes;
            options.Interceptors.Add<CallTelemetry>();
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<AccessInterceptor>();
        });
        var state = new SnapshotState(time, store.Environment);
        state.Offer(feed.Current);
        services.AddSingleton(time);
        services.AddSingleton(store);
        services.AddSingleton(feed);
        services.AddSingleton(state);
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<TokenDirectory>();
        services.AddSingleton(model.Rates);
        services.AddSingleton<CallRates>();
        services.AddSingleton<WatcherCount>();
        services.AddSingleton<FlagGrpcService>();
        services.AddSingleton<LifecycleSteps>();
        services.AddSingleton<ExperimentMoves>();
        services.AddSingleton<DueMoves>();
        services.AddSingleton<LaunchChecklists>();
        services.AddSingleton<TrafficReader>();
        services.AddSingleton<ConclusionScorecards>();
        services.AddSingleton<ExperimentGrpcService>();
        services.AddSingleton<ContractReader>();
        services.AddSingleton<MetricGrpcService>();
        services.AddSingleton<AccessGrpcService>();
        services.AddSingleton<SyncGrpcService>();
        services.AddSingleton(warehouse);
        services.AddSingleton<EventIngestor>();
        services.AddSingleton<EventDays>();
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<WarehouseBuilder>();
        services.AddSingleton<ScorecardReader>();
        services.AddSingleton<DefinitionExport>();
        services.AddSingleton<WarehouseBuilds>();
        services.AddSingleton<IngestGate>();
        services.AddSingleton<IngestGrpcService>();
        services.AddSingleton<AnalysisGrpcService>();
        services.AddSingleton<EvaluationCounters>();
        services.AddSingleton<SnapshotEvaluator>();
        services.AddSingleton<EvaluationGrpcService>();
        services.AddSingleton<HealthServiceImpl>();
        services.AddSingleton<Readiness>();
        services.AddGrpcReflection();
        services.AddPages();
        services.AddHostedService<RevisionPoller>();
        services.AddHostedService<HealthReporter>();
        services.AddHostedService<EvaluationRefresher>();
        services.AddJobs(model.Jobs, scheduler, store.Environment);
        if (model.Redis is { } redis)
        {
            services.AddSingleton<RedisLink>();
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<RedisPublisher>(provider, redis, Random.Shared));
        }
    }

    /// <summary>One line for each address first: programs wait for it and read the port from it.</summary>
    private static async Task AnnounceAsync(WebApplication app, ControlPlaneModel model, string? madeToken, TextWriter output)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        if (madeToken is not null)
        {
            await output.WriteLineAsync($"grpcexp admin token {madeToken}").ConfigureAwait(false);
        }

        if (model.DataDir is { } folder)
        {
            await output.WriteLineAsync($"grpcexp data dir {folder}").ConfigureAwait(false);
        }

        // In the order in which they were given to Kestrel; gRPC last, because programs take that line for the end of the start.
        foreach (var address in addresses.Skip(model.Listeners.Grpc.Count))
        {
            await output.WriteLineAsync($"grpcexp control plane web on {address}").ConfigureAwait(false);
        }

        foreach (var address in addresses.Take(model.Listeners.Grpc.Count))
        {
            await output.WriteLineAsync($"grpcexp control plane listening on {address}").ConfigureAwait(false);
        }

        await output.FlushAsync().ConfigureAwait(false);
    }
}
