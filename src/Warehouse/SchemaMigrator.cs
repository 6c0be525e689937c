using System.Globalization;
using System.Reflection;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse;

/// <summary>Brings the raw and meta tables up to date with the embedded schema files, each applied once.</summary>
internal static class SchemaMigrator
{
    private const string VersionTable = "grpcexp_warehouse_schema";

    public static async Task MigrateAsync(WarehouseDialect dialect, CancellationToken cancellationToken)
    {
        await using var connection = await dialect.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await dialect.BeginWriteAsync(connection, WriteScope.Migrate, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            transaction,
            $"create table if not exists {VersionTable} (version integer not null primary key)",
            cancellationToken).ConfigureAwait(false);
        var applied = Convert.ToInt32(
            await connection.ScalarAsync(transaction, $"select coalesce(max(version), 0) from {VersionTable}", cancellationToken).ConfigureAwait(false),
            CultureInfo.InvariantCulture);
        var newest = applied;
        foreach (var (version, sql) in ReadFiles(dialect.Name).Where(file => file.Version > applied))
        {
            await connection.ExecuteAsync(transaction, sql, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(
                transaction,
                string.Create(CultureInfo.InvariantCulture, $"insert into {VersionTable} (version) values ({version})"),
                cancellationToken).ConfigureAwait(false);
            newest = version;
        }

        // Nothing new: rolling back spares an open the fsync.
        if (newest > applied)
        {
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<(int Version, string Sql)> ReadFiles(string engine)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"schema/{engine}/";
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (int.Parse(name.AsSpan(prefix.Length, 3), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
    }
}
