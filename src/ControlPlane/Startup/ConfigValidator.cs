using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Makes a model of a configuration, or says everything that is wrong with it.</summary>
internal sealed class ConfigValidator(ControlPlaneConfig config, List<string> problems)
{
    /// <summary>The model; null after noting problems.</summary>
    public ControlPlaneModel? Validate()
    {
        var environment = config.Environment ?? "production";
        if (!Violations.IsKey(environment))
        {
            problems.Add($"--env '{environment}' is refused: 1 to {Limits.KeyLength} letters, digits, '_', '-' or '.'.");
        }

        var (storage, warehouse, dataDir) = Databases(environment);
        var redis = Redis();
        var listeners = new ListenerOptions(config, problems).Validate();
        var jobs = new JobOptions(config, problems).Validate(dataDir, redis);
        CheckAdminToken();
        return problems.Count > 0
            ? null
            : new ControlPlaneModel(
                storage! with { KeepsOutbox = redis is not null }, warehouse, dataDir, redis, listeners, config.AdminToken, config.NewEpoch, jobs);
    }

    private (StorageModel? Storage, string Warehouse, string? DataDir) Databases(string environment)
    {
        if (config.DataDir is null == config.Postgres is null)
        {
            problems.Add(config.DataDir is null
                ? "Nothing says where to keep state: give --data-dir DIR (embedded) or --postgres CONN (server)."
                : "--data-dir and --postgres exclude each other: give one.");
            return (null, "", null);
        }

        if (config.DataDir is not null && config.PostgresOwner is not null)
        {
            problems.Add("--postgres-owner is given without --postgres: take it out.");
        }

        if (config.Postgres is { } postgres)
        {
            try
            {
                return (StorageModel.OnServer(postgres, environment) with { OwnerConnectionString = Owner() }, postgres, null);
            }
            catch (ArgumentException exception)
            {
                // The driver's message names the key at fault and no value, so no password either.
                problems.Add($"--postgres is not a connection string: {exception.Message} Write \"Host=…;Username=…;Database=…\".");
                return (null, "", null);
            }
        }

        try
        {
            var folder = Directory.CreateDirectory(config.DataDir!).FullName;
            return (
                StorageModel.InFile(Path.Combine(folder, "control.db"), environment),
                $"Data Source={Path.Combine(folder, "warehouse.db")}",
                folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"--data-dir '{config.DataDir}' cannot be used: {exception.Message}");
            return (null, "", null);
        }
    }

    private string? Owner()
    {
        try
        {
            return config.PostgresOwner is { } owner ? StorageModel.OnServer(owner, "-").ConnectionString : null;
        }
        catch (ArgumentException exception)
        {
            problems.Add($"--postgres-owner is not a connection string: {exception.Message} Write \"Host=…;Username=…;Database=…\".");
            return null;
        }
    }

    private string? Redis()
    {
        if (config.Redis is not { } redis)
        {
            return null;
        }

        var colon = redis.LastIndexOf(':');
        if (colon <= 0 || !ListenerOptions.IsPort(redis[(colon + 1)..], least: 1, out _))
        {
            problems.Add($"--redis '{redis}' is refused: write HOST:PORT.");
        }

        return redis;
    }

    private void CheckAdminToken()
    {
        if (config.AdminToken is not { } token)
        {
            return;
        }

        if (token.Length is < Limits.AdminTokenMinLength or > Limits.TokenLength || token.Any(character => character is <= ' ' or > '~'))
        {
            problems.Add($"GRPCEXP_ADMIN_TOKEN is refused: give {Limits.AdminTokenMinLength} to {Limits.TokenLength} printable ASCII characters without spaces.");
        }
    }
}
