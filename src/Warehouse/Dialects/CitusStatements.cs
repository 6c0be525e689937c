using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>
/// What a PostgreSQL server with the extension citus is told of tables. Tables with the same column type lie together, so joins by
/// <c>unit_id</c> or by <c>experiment_key</c> stay on one worker, and reference tables join anything.
/// </summary>
internal static class CitusStatements
{
    /// <summary>Asks whether this database has the extension.</summary>
    public const string IsThere = "select exists (select 1 from pg_proc where proname = 'create_distributed_table')";

    /// <summary>Spreads a table over the workers; rows that it has already go along.</summary>
    /// <param name="relation">Table, with its schema.</param>
    /// <param name="distribution">How it is stated to lie.</param>
    public static string Distribute(string relation, Distribution distribution) => distribution.Column is { } column
        ? $"select create_distributed_table('{relation}', '{column}')"
        : $"select create_reference_table('{relation}')";
}
