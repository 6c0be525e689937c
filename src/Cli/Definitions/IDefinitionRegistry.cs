using Google.Protobuf;

namespace GrpcExp.Cli.Definitions;

/// <summary>Where a control plane keeps one kind of definitions.</summary>
internal interface IDefinitionRegistry
{
    DefinitionKind Kind { get; }

    /// <summary>All that are stored, by key.</summary>
    Task<IReadOnlyDictionary<string, IMessage>> ListAsync();

    /// <summary>Completes what a file says with what it leaves to the control plane or to what is stored, and refuses what cannot be changed any more.</summary>
    /// <param name="entry">The entry, which may get problems.</param>
    /// <param name="before">What is stored under its key; null for a new one.</param>
    void Complete(DefinitionEntry entry, IMessage? before);

    /// <summary>Stores a definition.</summary>
    /// <param name="wanted">The definition.</param>
    /// <param name="before">What was stored under its key; null for a new one. Its etag refuses a lost update.</param>
    /// <param name="reason">Why, for the audit log.</param>
    Task<IMessage> PutAsync(IMessage wanted, IMessage? before, string reason);
}
