using GrpcExp.ControlPlane.Alerts;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Jobs;
using GrpcExp.Storage.Scorecards;
using GrpcExp.Warehouse.Monitoring;
using Quartz;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Registers the jobs and their scheduler.</summary>
internal static class JobServices
{
    public static void AddJobs(this IServiceCollection services, JobsModel model, SchedulerDatabase database, string environment)
    {
        var instance = ServerInstance.New();
        services.AddSingleton(model);
        services.AddSingleton(database);
        services.AddSingleton(instance);
        services.AddSingleton<JobRuns>();
        services.AddSingleton<AlertOutbox>();
        services.AddSingleton<ScorecardDays>();
        services.AddSingleton<MonitoringReader>();
        services.AddSingleton<WeekReader>();
        services.AddSingleton<IJobWork, AnomalyAlertJob>();
        services.AddSingleton<IJobWork, DueMovesJob>();
        services.AddSingleton<IJobWork, EnforcementJob>();
        services.AddSingleton<IJobWork, ReconciliationJob>();
        services.AddSingleton<IJobWork, ScorecardJob>();
        services.AddSingleton<IJobWork, UpkeepJob>();
        services.AddSingleton<IJobWork, WarehouseBuildJob>();
        services.AddSingleton<IJobWork, WeeklyReadoutJob>();
        if (model.Webhook is { } webhook)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<AlertSender>(provider, webhook, new SocketsHttpHandler(), Random.Shared));
        }

        services.AddSingleton<JobRunner>();
        services.AddTransient<JobFiring>();
        services.AddSingleton<JobScheduler>();
        services.AddSingleton<JobGrpcService>();
        services.AddHostedService(provider => provider.GetRequiredService<JobScheduler>());
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = $"grpcexp-{environment}";
                options.InstanceId = instance.Name;
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(Limits.JobsAtOnce);
            if (database.Source is { } source)
            {
                quartz.UsePersistentStore(store =>
                {
                    store.UsePostgres(options => options.DataSourceFactory = _ => source);
                    store.UseClustering(options =>
                    {
                        options.CheckinInterval = Limits.SchedulerCheckin;
                        options.CheckinMisfireThreshold = Limits.SchedulerCheckin;
                    });
                    store.ConfigureStore(options =>
                    {
                        options.StoreJobDataAsStrings = true;
                        options.MisfireThreshold = Limits.JobMisfire;
                        options.RecoverFiringsCancelledByShutdown = true;
                    });
                });
            }
            else
            {
                quartz.UseInMemoryStore(options => options.MisfireThreshold = Limits.JobMisfire);
            }
        });
    }
}
