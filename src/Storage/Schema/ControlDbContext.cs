using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GrpcExp.Storage.Schema;

/// <summary>The tables of the control plane, the same on both engines; the migrations make them.</summary>
internal sealed class ControlDbContext(DbContextOptions<ControlDbContext> options) : DbContext(options)
{
    public DbSet<EnvironmentRow> Environments => Set<EnvironmentRow>();

    public DbSet<FlagRow> Flags => Set<FlagRow>();

    public DbSet<FlagPrerequisiteRow> FlagPrerequisites => Set<FlagPrerequisiteRow>();

    public DbSet<SegmentRow> Segments => Set<SegmentRow>();

    public DbSet<LayerRow> Layers => Set<LayerRow>();

    public DbSet<ExperimentRow> Experiments => Set<ExperimentRow>();

    public DbSet<MetricRow> Metrics => Set<MetricRow>();

    public DbSet<TokenRow> Tokens => Set<TokenRow>();

    public DbSet<RequestRow> Requests => Set<RequestRow>();

    public DbSet<AuditEventRow> AuditEvents => Set<AuditEventRow>();

    public DbSet<SnapshotRow> Snapshots => Set<SnapshotRow>();

    public DbSet<FrozenScorecardRow> FrozenScorecards => Set<FrozenScorecardRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<JobRunRow> JobRuns => Set<JobRunRow>();

    public DbSet<PausedJobRow> PausedJobs => Set<PausedJobRow>();

    public DbSet<AlertRow> Alerts => Set<AlertRow>();

    public DbSet<ScorecardDayRow> ScorecardDays => Set<ScorecardDayRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<EnvironmentRow>(modelBuilder, "environments", row => row.Name);
        Map<FlagRow>(modelBuilder, "flags", row => new { row.Environment, row.Key });
        Map<FlagPrerequisiteRow>(modelBuilder, "flag_prerequisites", row => new { row.Environment, row.FlagKey, row.RequiredKey });
        Map<SegmentRow>(modelBuilder, "segments", row => new { row.Environment, row.Key });
        Map<LayerRow>(modelBuilder, "layers", row => new { row.Environment, row.Key });
        Map<ExperimentRow>(modelBuilder, "experiments", row => new { row.Environment, row.Key });
        Map<MetricRow>(modelBuilder, "metrics", row => new { row.Environment, row.Key, row.Version });
        Map<TokenRow>(modelBuilder, "tokens", row => row.TokenId);
        Map<RequestRow>(modelBuilder, "requests", row => new { row.Environment, row.RequestId });
        Map<AuditEventRow>(modelBuilder, "audit_events", row => new { row.Environment, row.Sequence });
        Map<SnapshotRow>(modelBuilder, "snapshots", row => row.Environment);
        Map<FrozenScorecardRow>(modelBuilder, "frozen_scorecards", row => new { row.Environment, row.ExperimentKey });
        Map<OutboxRow>(modelBuilder, "outbox", row => new { row.Environment, row.Revision });
        Map<JobRunRow>(modelBuilder, "job_runs", row => new { row.Environment, row.Job, row.ScheduledAt });
        Map<AlertRow>(modelBuilder, "alerts", row => new { row.Environment, row.Incident });
        Map<ScorecardDayRow>(modelBuilder, "scorecard_days", row => new { row.Environment, row.Day, row.ExperimentKey });
        Map<PausedJobRow>(modelBuilder, "paused_jobs", row => new { row.Environment, row.Job });
    }

    private static void Map<TRow>(ModelBuilder modelBuilder, string table, Expression<Func<TRow, object?>> key)
        where TRow : class
    {
        var entity = modelBuilder.Entity<TRow>();
        entity.ToTable(table);
        entity.HasKey(key);
        NameColumns(entity);
    }

    /// <summary>Columns are snake_case, as in the warehouse and the JSON.</summary>
    private static void NameColumns<TRow>(EntityTypeBuilder<TRow> entity)
        where TRow : class
    {
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
