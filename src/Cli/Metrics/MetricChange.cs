namespace GrpcExp.Cli.Metrics;

/// <summary>What applying an entry does to the registry.</summary>
internal enum MetricChange
{
    /// <summary>It is there already, the same.</summary>
    Unchanged,

    /// <summary>It is new.</summary>
    Registered,

    /// <summary>It differs: a new version is made, and running experiments keep theirs.</summary>
    Updated,
}
