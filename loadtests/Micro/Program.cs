using BenchmarkDotNet.Running;

// dotnet run --project loadtests/Micro -c Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
