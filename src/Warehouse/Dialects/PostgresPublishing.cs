using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>The statements that put what a build made in the place of what is published.</summary>
internal static class PostgresPublishing
{
    private const string Build = PostgresDialect.BuildSchema;

    /// <summary>Drops what is replaced, moves what replaces it. Kinds are read once for all.</summary>
    public static async Task<IReadOnlyList<string>> ReplaceAsync(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyList<BuiltModel> models,
        CancellationToken cancellationToken)
    {
        var published = await ViewsAsync(connection, transaction, "warehouse", cancellationToken).ConfigureAwait(false);
        var built = await ViewsAsync(connection, transaction, Build, cancellationToken).ConfigureAwait(false);
        var drops = new List<string>();
        var moves = new List<string>();
        void Drop(string name)
        {
            if (published.TryGetValue(name, out var isView))
            {
                drops.Add($"drop {(isView ? "view" : "table")} if exists warehouse.{name} cascade;");
            }
        }

        void Move(string name) => moves.Add($"alter {(built[name] ? "view" : "table")} {Build}.{name} set schema warehouse;");
        foreach (var model in models.Where(model => model.Days is null))
        {
            Drop(model.Name);
            Move(model.Name);
        }

        foreach (var (model, days) in models.Where(model => model.Days is not null).Select(model => (model, model.Days!)))
        {
            var kept = days.Where(day => !day.IsNew).Select(day => PostgresDialect.DayTable(model.Name, day.Day)).ToHashSet();
            Drop(model.Name);
            foreach (var old in published.Keys.Where(name => name.StartsWith(PostgresDialect.DayTablePrefix(model.Name), StringComparison.Ordinal) && !kept.Contains(name)))
            {
                Drop(old);
            }

            string[] made = [PostgresDialect.NoDayTable(model.Name), .. days.Where(day => day.IsNew).Select(day => PostgresDialect.DayTable(model.Name, day.Day))];
            foreach (var table in made)
            {
                Move(table);
            }

            // The view refers to tables by identity and so follows them.
            Move(model.Name);
        }

        return [.. new[] { string.Join('\n', drops), string.Join('\n', moves) }.Where(statements => statements.Length > 0)];
    }

    /// <summary>Tables and views of a schema, and which of them are views.</summary>
    private static async Task<Dictionary<string, bool>> ViewsAsync(DbConnection connection, DbTransaction transaction, string schema, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"select relname, relkind = 'v' from pg_class where relnamespace = '{schema}'::regnamespace and relkind in ('r', 'v')");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found[reader.GetString(0)] = reader.GetBoolean(1);
        }

        return found;
    }
}
