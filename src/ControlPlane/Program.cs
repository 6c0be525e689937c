using GrpcExp.ControlPlane.Startup;
using GrpcExp.Storage.Errors;
using GrpcExp.Warehouse;

if (args is ["--help" or "-h" or "help"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

var problems = new List<string>();
var config = CommandLine.Read(args, problems);
config.AdminToken = Environment.GetEnvironmentVariable("GRPCEXP_ADMIN_TOKEN") is { Length: > 0 } token ? token : null;
config.AlertWebhook = Environment.GetEnvironmentVariable("GRPCEXP_ALERT_WEBHOOK") is { Length: > 0 } webhook ? webhook : null;
config.PostgresOwner ??= Environment.GetEnvironmentVariable("GRPCEXP_POSTGRES_OWNER") is { Length: > 0 } owner ? owner : null;
var model = new ConfigValidator(config, problems).Validate();
if (model is null)
{
    Console.Error.WriteLine("The control plane cannot start:");
    foreach (var problem in problems)
    {
        Console.Error.WriteLine($"- {problem}");
    }

    return 2;
}

try
{
    await Server.RunAsync(model, TimeProvider.System, Console.Out);
    return 0;
}
catch (Exception exception) when (exception is StartupException or StorageException or WarehouseException or IOException)
{
    Console.Error.WriteLine($"The control plane cannot start: {exception.Message}");
    return 1;
}
