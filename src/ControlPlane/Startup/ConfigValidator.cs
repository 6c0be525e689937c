using System.Data.Common;
using System.Globalization;
using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Settings;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Makes a model of a configuration, or says everything that is wrong with it.</summary>
internal sealed class ConfigValidator(SettingValues given, List<string> problems)
{
    /// <summary>The model; null after noting problems.</summary>
    public ControlPlaneModel? Validate()
    {
        var environment = given[ControlPlaneSettings.Env] ?? "production";
        if (!Violations.IsKey(environment))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.Env)} '{environment}' is refused: 1 to {Limits.KeyLength} letters, digits, '_', '-' or '.'.");
        }

        var (storage, warehouse, dataDir) = Databases(environment);
        var redis = Redis();
        var listeners = new ListenerOptions(given, problems).Validate();
        var jobs = new JobOptions(given, problems).Validate(dataDir, redis);
        var telemetry = new TelemetryOptions(given, problems).Validate();
        var rates = Rates();
        CheckToken(ControlPlaneSettings.AdminToken);
        CheckToken(ControlPlaneSettings.SidecarToken);
        return problems.Count > 0
            ? null
            : new ControlPlaneModel(
                storage! with { KeepsOutbox = redis is not null }, warehouse, dataDir, redis, listeners, given[ControlPlaneSettings.AdminToken], given[ControlPlaneSettings.SidecarToken], rates, given.IsOn(ControlPlaneSettings.NewEpoch), jobs, telemetry);
    }

    private (StorageModel? Storage, string Warehouse, string? DataDir) Databases(string environment)
    {
        var (dataDir, postgres) = (given[ControlPlaneSettings.DataDir], given[ControlPlaneSettings.Postgres]);
        if (dataDir is null == postgres is null)
        {
            problems.Add(dataDir is null
                ? "Nothing says where to keep state: give --data-dir DIR (embedded) or --postgres CONN (server)."
                : $"{given.Where(ControlPlaneSettings.DataDir)} and {given.Where(ControlPlaneSettings.Postgres)} exclude each other: give one.");
            return (null, "", null);
        }

        if (postgres is null && given[ControlPlaneSettings.PostgresOwner] is not null)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.PostgresOwner)} is given without --postgres: take it out.");
        }

        return postgres is null ? InFolder(dataDir!, environment) : OnServer(postgres, environment);
    }

    private (StorageModel? Storage, string Warehouse, string? DataDir) OnServer(string postgres, string environment)
    {
        try
        {
            if (given[ControlPlaneSettings.PostgresPassword] is { } password)
            {
                postgres = new DbConnectionStringBuilder { ConnectionString = postgres, ["Password"] = password }.ConnectionString;
            }

            return (StorageModel.OnServer(postgres, environment) with { OwnerConnectionString = Owner() }, StorageModel.WithConnections(postgres, Limits.WarehouseConnections), null);
        }
        catch (ArgumentException exception)
        {
            // The driver's message names the key at fault and no value, so no password either.
            problems.Add($"{given.Where(ControlPlaneSettings.Postgres)} is not a connection string: {exception.Message} Write \"Host=…;Username=…;Database=…\".");
            return (null, "", null);
        }
    }

    private (StorageModel? Storage, string Warehouse, string? DataDir) InFolder(string dataDir, string environment)
    {
        try
        {
            var folder = Directory.CreateDirectory(dataDir).FullName;
            return (
                StorageModel.InFile(Path.Combine(folder, "control.db"), environment),
                $"Data Source={Path.Combine(folder, "warehouse.db")}",
                folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.DataDir)} '{dataDir}' cannot be used: {exception.Message}");
            return (null, "", null);
        }
    }

    private string? Owner()
    {
        try
        {
            return given[ControlPlaneSettings.PostgresOwner] is { } owner ? StorageModel.OnServer(owner, "-").ConnectionString : null;
        }
        catch (ArgumentException exception)
        {
            problems.Add($"{given.Where(ControlPlaneSettings.PostgresOwner)} is not a connection string: {exception.Message} Write \"Host=…;Username=…;Database=…\".");
            return null;
        }
    }

    private RatesModel Rates() => new(
        Rate(ControlPlaneSettings.RateLimit, Limits.CallsPerSecond),
        Rate(ControlPlaneSettings.AddressRateLimit, Limits.AddressCallsPerSecond),
        Rate(ControlPlaneSettings.FailedLogins, Limits.FailedLoginsPerMinute));

    private int Rate(string name, int otherwise)
    {
        if (given[name] is not { } text)
        {
            return otherwise;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate is < 1 or > Limits.HighestRate)
        {
            problems.Add($"{given.Where(name)} '{text}' is refused: give 1 to {Limits.HighestRate}.");
        }

        return rate;
    }

    private string? Redis()
    {
        if (given[ControlPlaneSettings.Redis] is not { } redis)
        {
            return null;
        }

        var colon = redis.LastIndexOf(':');
        if (colon <= 0 || !ListenerOptions.IsPort(redis[(colon + 1)..], least: 1, out _))
        {
            problems.Add($"{given.Where(ControlPlaneSettings.Redis)} '{redis}' is refused: write HOST:PORT.");
        }

        return redis;
    }

    private void CheckToken(string name)
    {
        if (given[name] is not { } token)
        {
            return;
        }

        if (token.Length is < Limits.AdminTokenMinLength or > Limits.TokenLength || token.Any(character => character is <= ' ' or > '~'))
        {
            problems.Add($"{given.Where(name)} is refused: give {Limits.AdminTokenMinLength} to {Limits.TokenLength} printable ASCII characters without spaces.");
        }
    }
}
