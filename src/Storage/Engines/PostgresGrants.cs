using System.Text;
using GrpcExp.Storage.Errors;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Engines;

/// <summary>What the application's login may do with the owner's tables: everything, but to the audit log it only adds.</summary>
internal static class PostgresGrants
{
    private const string AuditTable = "audit_events";

    /// <summary>Grants the rights, and makes sure that they are no wider than that.</summary>
    /// <param name="owner">A connection of the owner.</param>
    /// <param name="application">Name of the application's login.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StorageException">Unavailable, when the application's login could change the audit log all the same.</exception>
    public static async Task ApplyAsync(ControlDbContext owner, string application, CancellationToken cancellationToken)
    {
        var tables = await owner.Database
            .SqlQuery<string>($"select tablename::text as \"Value\" from pg_tables where schemaname = current_schema() and tableowner = current_user order by 1")
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var schema = await owner.Database.SqlQuery<string>($"select current_schema()::text as \"Value\"").SingleAsync(cancellationToken).ConfigureAwait(false);
        var role = Quoted(application);
        var sql = new StringBuilder();
        foreach (var table in tables)
        {
            var rights = table switch
            {
                AuditTable => "select, insert",
                "__EFMigrationsHistory" => "select",
                _ => "select, insert, update, delete",
            };
            sql.Append("revoke all on ").Append(Quoted(table)).Append(" from ").Append(role).AppendLine(", public;")
                .Append("grant ").Append(rights).Append(" on ").Append(Quoted(table)).Append(" to ").Append(role).AppendLine(";");
        }

        // The warehouse, which belongs to the application, notes in this schema how far its own tables are.
        var isOpen = await owner.Database
            .SqlQuery<bool>($"select has_schema_privilege({application}, {schema}, 'create') as \"Value\"")
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        if (!isOpen)
        {
            sql.Append("grant usage, create on schema ").Append(Quoted(schema)).Append(" to ").Append(role).AppendLine(";");
        }

        // Names cannot be parameters; they come from the catalogue and are quoted.
        await owner.Database.ExecuteSqlRawAsync(sql.ToString(), cancellationToken).ConfigureAwait(false);

        // Also true for a superuser and for a member of the owner.
        var mayChange = await owner.Database
            .SqlQuery<bool>($"""
                select has_table_privilege({application}, {AuditTable}, 'update, delete, truncate')
                  or pg_has_role({application}, current_user, 'member') as "Value"
                """)
            .SingleAsync(cancellationToken)
            .ConfigureAwait(false);
        if (mayChange)
        {
            throw new StorageException(
                StorageError.Unavailable,
                $"The login '{application}' of --postgres could change the audit log although --postgres-owner is given: "
                + "give --postgres a login that is no superuser, not the owner, and no member of the owner.");
        }
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
