using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace GrpcExp.Storage.Migrations;

/// <summary>All tables, on either engine.</summary>
[DbContext(typeof(ControlDbContext))]
[Migration("20260101000000_InitialSchema")]
internal sealed class InitialSchema : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var postgres = ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal);

        // Keys are compared byte by byte everywhere: page order, snapshot order and code agree on any locale.
        var bytewise = postgres ? "C" : null;
        OperationBuilder<AddColumnOperation> Text(ColumnsBuilder table, string name) => table.Column<string>(name: name, collation: bytewise);

        migrationBuilder.CreateTable(
            "environments",
            table => new
            {
                name = Text(table, "name"),
                epoch = table.Column<string>(),
                revision = table.Column<long>(),
                audit_sequence = table.Column<long>(),
                audit_hash = table.Column<string>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_environments", row => row.name));

        CreateResourceTable(migrationBuilder, "flags", Text);
        CreateResourceTable(migrationBuilder, "segments", Text);
        CreateResourceTable(migrationBuilder, "layers", Text);

        migrationBuilder.CreateTable(
            "flag_prerequisites",
            table => new { environment = Text(table, "environment"), flag_key = Text(table, "flag_key"), required_key = Text(table, "required_key") },
            constraints: table => table.PrimaryKey("pk_flag_prerequisites", row => new { row.environment, row.flag_key, row.required_key }));
        migrationBuilder.CreateIndex("ix_flag_prerequisites_required_key", "flag_prerequisites", ["environment", "required_key"]);

        migrationBuilder.CreateTable(
            "experiments",
            table => new
            {
                environment = Text(table, "environment"),
                key = Text(table, "key"),
                flag_key = Text(table, "flag_key"),
                state = table.Column<int>(),
                etag = table.Column<string>(),
                body = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_experiments", row => new { row.environment, row.key }));
        migrationBuilder.CreateIndex("ix_experiments_state", "experiments", ["environment", "state", "key"]);
        migrationBuilder.CreateIndex("ix_experiments_flag_key", "experiments", ["environment", "flag_key"]);

        migrationBuilder.CreateTable(
            "metrics",
            table => new
            {
                environment = Text(table, "environment"),
                key = Text(table, "key"),
                version = table.Column<int>(),
                newest = table.Column<bool>(),
                etag = table.Column<string>(),
                body = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_metrics", row => new { row.environment, row.key, row.version }));

        migrationBuilder.CreateTable(
            "tokens",
            table => new
            {
                token_id = Text(table, "token_id"),
                hash = Text(table, "hash"),
                owner = table.Column<string>(),
                roles = table.Column<string>(),
                created_at = table.Column<DateTime>(),
                expires_at = table.Column<DateTime>(nullable: true),
                revoked_at = table.Column<DateTime>(nullable: true),
            },
            constraints: table => table.PrimaryKey("pk_tokens", row => row.token_id));
        migrationBuilder.CreateIndex("ix_tokens_hash", "tokens", "hash", unique: true);

        migrationBuilder.CreateTable(
            "requests",
            table => new
            {
                environment = Text(table, "environment"),
                request_id = Text(table, "request_id"),
                method = table.Column<string>(),
                request_hash = table.Column<string>(),
                response = table.Column<byte[]>(),
                created_at = table.Column<DateTime>(),
            },
            constraints: table => table.PrimaryKey("pk_requests", row => new { row.environment, row.request_id }));
        migrationBuilder.CreateIndex("ix_requests_created_at", "requests", "created_at");

        CreateAuditTable(migrationBuilder, Text);

        migrationBuilder.CreateTable(
            "snapshots",
            table => new
            {
                environment = Text(table, "environment"),
                epoch = table.Column<string>(),
                revision = table.Column<long>(),
                sha256 = table.Column<byte[]>(),
                body = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_snapshots", row => row.environment));

        migrationBuilder.CreateTable(
            "outbox",
            table => new { environment = Text(table, "environment"), revision = table.Column<long>(), message = table.Column<byte[]>() },
            constraints: table => table.PrimaryKey("pk_outbox", row => new { row.environment, row.revision }));

        if (postgres)
        {
            // A snapshot is rewritten by every change: compressing it each time costs more than its space.
            migrationBuilder.Sql("alter table snapshots alter column body set storage external");
        }
    }

    private static void CreateResourceTable(
        MigrationBuilder migrationBuilder,
        string name,
        Func<ColumnsBuilder, string, OperationBuilder<AddColumnOperation>> text) =>
        migrationBuilder.CreateTable(
            name,
            table => new
            {
                environment = text(table, "environment"),
                key = text(table, "key"),
                etag = table.Column<string>(),
                body = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey($"pk_{name}", row => new { row.environment, row.key }));

    private static void CreateAuditTable(
        MigrationBuilder migrationBuilder,
        Func<ColumnsBuilder, string, OperationBuilder<AddColumnOperation>> text)
    {
        migrationBuilder.CreateTable(
            "audit_events",
            table => new
            {
                environment = text(table, "environment"),
                sequence = table.Column<long>(),
                occurred_at = table.Column<DateTime>(),
                actor = table.Column<string>(),
                action = table.Column<string>(),
                resource = text(table, "resource"),
                before_json = table.Column<string>(),
                after_json = table.Column<string>(),
                reason = table.Column<string>(),
                revision = table.Column<long>(),
                previous_hash = table.Column<string>(),
                hash = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("pk_audit_events", row => new { row.environment, row.sequence }));
        migrationBuilder.CreateIndex("ix_audit_events_resource", "audit_events", ["environment", "resource", "sequence"]);
    }
}
