using System.Globalization;
using GrpcExp.Database.Warehouse.Ingestion.Kills;

// The tests; or, where a test has to kill somebody, the process that is killed.
return args is [IngestingProcess.Verb, var connection, var first]
    ? await IngestingProcess.MainAsync(connection, int.Parse(first, CultureInfo.InvariantCulture))
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
