namespace GrpcExp.Cli.Readouts;

/// <summary>What another method says of a comparison.</summary>
/// <param name="Method">In words.</param>
/// <param name="Numbers">What only this method says, with the name of each in words.</param>
internal sealed record ReadoutReading(
    string Method, ReadoutInterval Absolute, ReadoutInterval Relative, double? PValue, IReadOnlyList<(string Name, double? Value)> Numbers);
