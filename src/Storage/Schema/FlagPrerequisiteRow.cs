namespace GrpcExp.Storage.Schema;

/// <summary>Says that one flag needs another, so that "who needs this flag" is a lookup.</summary>
internal sealed class FlagPrerequisiteRow
{
    public required string Environment { get; set; }

    public required string FlagKey { get; set; }

    public required string RequiredKey { get; set; }
}
