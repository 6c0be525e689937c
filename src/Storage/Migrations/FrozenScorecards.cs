using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GrpcExp.Storage.Migrations;

/// <summary>Scorecards that are kept as they were when their experiment was concluded.</summary>
[DbContext(typeof(ControlDbContext))]
[Migration("20260201010000_FrozenScorecards")]
internal sealed class FrozenScorecards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // As in the first schema: keys are compared byte by byte on any locale.
        var bytewise = ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal) ? "C" : null;
        migrationBuilder.CreateTable(
            "frozen_scorecards",
            table => new
            {
                environment = table.Column<string>(collation: bytewise),
                experiment_key = table.Column<string>(collation: bytewise),
                frozen_at = table.Column<DateTime>(),
                body = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("pk_frozen_scorecards", row => new { row.environment, row.experiment_key }));
    }
}
