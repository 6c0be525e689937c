using Npgsql;

namespace GrpcExp.Tests;

/// <summary>A login that owns the tables of a database, and one for the application, as docs/control-plane.md sets them up.</summary>
internal sealed class PostgresRoles : IAsyncDisposable
{
    private readonly string _superuser;
    private readonly string _name = Guid.NewGuid().ToString("N")[..12];

    private PostgresRoles(string superuser) => _superuser = superuser;

    /// <summary>Connection string of the owner.</summary>
    public string Owner => As($"owner_{_name}");

    /// <summary>Connection string of the application.</summary>
    public string Application => As($"app_{_name}");

    private string Database => new NpgsqlConnectionStringBuilder(_superuser).Database!;

    public static async Task<PostgresRoles> MakeAsync(string superuser)
    {
        var roles = new PostgresRoles(superuser);
        await roles.RunAsync(
            $"""
            create role owner_{roles._name} login;
            create role app_{roles._name} login;
            alter database {roles.Database} owner to owner_{roles._name};
            grant create on database {roles.Database} to app_{roles._name};
            """);
        return roles;
    }

    public async ValueTask DisposeAsync() => await RunAsync(
        $"""
        reassign owned by owner_{_name}, app_{_name} to current_user;
        drop owned by owner_{_name}, app_{_name};
        drop role owner_{_name}, app_{_name};
        """);

    private string As(string login) => new NpgsqlConnectionStringBuilder(_superuser) { Username = login, Password = null }.ConnectionString;

    private async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
