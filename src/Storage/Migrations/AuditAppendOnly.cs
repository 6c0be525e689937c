using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GrpcExp.Storage.Migrations;

/// <summary>
/// Audit events are only ever added. These triggers keep whoever may write the table from changing it; on PostgreSQL, whoever
/// does not own it cannot take them away, which is what the owner's login is for.
/// </summary>
[DbContext(typeof(ControlDbContext))]
[Migration("20260301010000_AuditAppendOnly")]
internal sealed class AuditAppendOnly : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        if (ActiveProvider!.Contains("Npgsql", StringComparison.Ordinal))
        {
            migrationBuilder.Sql(
                """
                create function refuse_audit_change() returns trigger language plpgsql as $$
                begin
                  raise exception 'audit_events is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
                end $$;
                create trigger audit_events_append_only before update or delete or truncate on audit_events
                  for each statement execute function refuse_audit_change();
                """);
            return;
        }

        // REPLACE deletes without asking the trigger of deletions, hence the one of insertions.
        migrationBuilder.Sql(
            """
            create trigger audit_events_no_update before update on audit_events begin
              select raise(abort, 'audit_events is append-only: UPDATE is refused');
            end;
            create trigger audit_events_no_delete before delete on audit_events begin
              select raise(abort, 'audit_events is append-only: DELETE is refused');
            end;
            create trigger audit_events_no_replace before insert on audit_events
              when exists (select 1 from audit_events where environment = new.environment and sequence = new.sequence) begin
              select raise(abort, 'audit_events is append-only: REPLACE is refused');
            end;
            """);
    }
}
