using GrpcExp.ControlPlane.Startup;
using GrpcExp.Settings;
using GrpcExp.Storage.Errors;
using GrpcExp.Warehouse;

if (args is ["--help" or "-h" or "help"])
{
    Console.WriteLine(ControlPlaneSettings.Usage);
    return 0;
}

var problems = new List<string>();
var given = new SettingReader(ControlPlaneSettings.Table, problems).Read(args, Environment.GetEnvironmentVariable);
var model = new ConfigValidator(given, problems).Validate();
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
