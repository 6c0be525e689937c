namespace GrpcExp.Cli.Definitions;

/// <summary>What applying an entry does to what is stored.</summary>
internal enum DefinitionChange
{
    /// <summary>It is there already, the same.</summary>
    Unchanged,

    /// <summary>It is new.</summary>
    Created,

    /// <summary>It differs. Of a metric a new version is made, and running experiments keep theirs.</summary>
    Updated,
}
