namespace GrpcExp.Load.Scenarios;

/// <summary>One scenario: it starts what it needs, puts load on it, judges, and ends what it started.</summary>
internal interface ILoadTest
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>Runs it.</summary>
    Task RunAsync(LoadRun run);
}
