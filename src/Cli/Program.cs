using GrpcExp.Cli.CommandLine;

return await GrpcExpCommandLine.RunAsync(args);
