namespace GrpcExp.Unit.Client;

/// <summary>What a JSON flag holds.</summary>
internal sealed class Limits
{
    public int Most { get; set; }
}
