using System.Data.Common;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.ControlPlane;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>A running experiment of a real control plane, and what its warehouse holds of it.</summary>
internal sealed class ExposedExperiment(ControlPlaneHome home, bool isServer)
{
    public const string Flag = "checkout";
    public const string Key = "checkout-test";

    /// <summary>Makes the flag and the experiment, and starts it for everybody.</summary>
    public static async Task StartAsync(ControlPlaneProcess server)
    {
        var editor = await server.AsAsync("ada", Role.Editor);
        var approver = await server.AsAsync("grace", Role.Approver);
        var metrics = new MetricService.MetricServiceClient(editor);
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("purchase") });
        await metrics.RegisterMetricAsync(new RegisterMetricRequest { Metric = Samples.Metric("visit", MetricTier.Guardrail) });
        await new FlagService.FlagServiceClient(editor).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(Flag) });
        var experiments = new ExperimentService.ExperimentServiceClient(editor);
        var draft = await experiments.CreateExperimentAsync(
            new CreateExperimentRequest { Experiment = Samples.Experiment(Key, Flag, "purchase", "visit") });
        await experiments.SubmitExperimentAsync(new TransitionExperimentRequest { Key = Key, Etag = draft.Etag });
        await new ExperimentService.ExperimentServiceClient(approver).ApproveExperimentAsync(new TransitionExperimentRequest { Key = Key, Reason = "sound" });
        await experiments.StartExperimentAsync(new StartExperimentRequest { Key = Key });
    }

    /// <summary>Units with an exposure, rows, and different ids.</summary>
    public Task<(long Units, long Rows, long Ids)> ExposuresAsync() => CountAsync("exposures");

    /// <summary>Units with an assignment, rows, and different ids.</summary>
    public Task<(long Units, long Rows, long Ids)> AssignmentsAsync() => CountAsync("assignments");

    /// <summary>Different pairs of unit and hour among the exposures: as many rows there should be.</summary>
    public async Task<int> ExposedHoursAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select unit_id, exposed_at from {Table("exposures")} where experiment_key = '{Key}'";
        await using var reader = await command.ExecuteReaderAsync();
        var hours = new HashSet<(string, long)>();
        while (await reader.ReadAsync())
        {
            hours.Add((reader.GetString(0), reader.GetDateTime(1).Ticks / TimeSpan.TicksPerHour));
        }

        return hours.Count;
    }

    /// <summary>Countries of the assignments, in order.</summary>
    public async Task<IReadOnlyList<string>> CountriesAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select distinct country from {Table("assignments")} where country is not null order by country";
        await using var reader = await command.ExecuteReaderAsync();
        var countries = new List<string>();
        while (await reader.ReadAsync())
        {
            countries.Add(reader.GetString(0));
        }

        return countries;
    }

    /// <summary>Exposures that senders say they dropped.</summary>
    public async Task<long> DroppedAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select coalesce(sum(dropped), 0) from {Table("dropped_exposures")} where experiment_key = '{Key}'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<(long Units, long Rows, long Ids)> CountAsync(string table)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(distinct unit_id), count(*), count(distinct event_id) from {Table(table)} where experiment_key = '{Key}'";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    private string Table(string name) => isServer ? $"raw.{name}" : $"raw_{name}";

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = isServer
            ? new NpgsqlConnection(home.ConnectionString)
            : new SqliteConnection($"Data Source={Path.Combine(home.Folder, "warehouse.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        return connection;
    }
}
