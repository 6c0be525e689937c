namespace GrpcExp.Cli.Definitions;

/// <summary>What became of one entry.</summary>
/// <param name="Kind">What it defines.</param>
/// <param name="Key">Its key.</param>
/// <param name="Version">Its version now, or the version it would have; 0 for what has no versions.</param>
/// <param name="Change">What was done, or would be.</param>
internal sealed record AppliedDefinition(DefinitionKind Kind, string Key, long Version, DefinitionChange Change)
{
    /// <summary>What the control plane says its author should know; default none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
