using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GrpcExp.Storage.Migrations;

/// <summary>Runs and pauses of jobs, alerts, and the verdicts of each day, on either engine, and on PostgreSQL the tables of the scheduler that replicas share.</summary>
[DbContext(typeof(ControlDbContext))]
[Migration("20260202000000_Jobs")]
internal sealed class JobsSchema : Migration
{
    private const string Scheduler = "scheduler_postgres.sql";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var postgres = ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal);
        var bytewise = postgres ? "C" : null;
        migrationBuilder.CreateTable(
            "job_runs",
            table => new
            {
                environment = table.Column<string>(collation: bytewise),
                job = table.Column<string>(collation: bytewise),
                scheduled_at = table.Column<DateTime>(),
                cause = table.Column<int>(),
                requested_by = table.Column<string>(),
                state = table.Column<int>(),
                attempt = table.Column<int>(),
                instance = table.Column<string>(),
                started_at = table.Column<DateTime>(nullable: true),
                ended_at = table.Column<DateTime>(nullable: true),
                message = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("pk_job_runs", row => new { row.environment, row.job, row.scheduled_at }));
        migrationBuilder.CreateIndex("ix_job_runs_scheduled_at", "job_runs", ["environment", "scheduled_at", "job"]);
        migrationBuilder.CreateTable(
            "paused_jobs",
            table => new
            {
                environment = table.Column<string>(collation: bytewise),
                job = table.Column<string>(collation: bytewise),
                paused_by = table.Column<string>(),
                paused_at = table.Column<DateTime>(),
                reason = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("pk_paused_jobs", row => new { row.environment, row.job }));
        migrationBuilder.CreateTable(
            "alerts",
            table => new
            {
                environment = table.Column<string>(collation: bytewise),
                incident = table.Column<string>(collation: bytewise),
                severity = table.Column<string>(),
                title = table.Column<string>(),
                text = table.Column<string>(),
                created_at = table.Column<DateTime>(),
                attempts = table.Column<int>(),
                next_attempt_at = table.Column<DateTime>(),
                sent_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_alerts", row => new { row.environment, row.incident }));
        migrationBuilder.CreateTable(
            "scorecard_days",
            table => new
            {
                environment = table.Column<string>(collation: bytewise),
                day = table.Column<string>(collation: bytewise),
                experiment_key = table.Column<string>(collation: bytewise),
                verdict = table.Column<string>(),
                recommendation = table.Column<string>(),
                units = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("pk_scorecard_days", row => new { row.environment, row.day, row.experiment_key }));
        if (postgres)
        {
            migrationBuilder.Sql(Read(Scheduler));
        }
    }

    private static string Read(string file)
    {
        using var stream = typeof(JobsSchema).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
