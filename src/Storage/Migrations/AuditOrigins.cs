using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GrpcExp.Storage.Migrations;

/// <summary>Audit events say with which token and from where; those that are there already stay of version 1.</summary>
[DbContext(typeof(ControlDbContext))]
[Migration("20260201000000_AuditOrigins")]
internal sealed class AuditOrigins : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("token_id", "audit_events", defaultValue: "");
        migrationBuilder.AddColumn<string>("source_address", "audit_events", defaultValue: "");
        migrationBuilder.AddColumn<int>("hash_version", "audit_events", defaultValue: 1);
    }
}
