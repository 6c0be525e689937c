using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GrpcExp.Storage.Migrations;

/// <summary>An environment can hold units out of all experiments; those that are there hold out nobody.</summary>
[DbContext(typeof(ControlDbContext))]
[Migration("20260301000000_Holdouts")]
internal sealed class Holdouts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>("holdout", "environments", defaultValue: Array.Empty<byte>());
        migrationBuilder.AddColumn<string>("holdout_etag", "environments", defaultValue: "");
    }
}
