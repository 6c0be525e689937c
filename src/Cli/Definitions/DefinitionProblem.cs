namespace GrpcExp.Cli.Definitions;

/// <summary>Something wrong in a file of definitions.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Entry">Which entry, for a person; empty for the file as a whole.</param>
/// <param name="Text">Field, value and remedy.</param>
internal sealed record DefinitionProblem(long Line, string Entry, string Text)
{
    public override string ToString() => Entry.Length > 0 ? $"line {Line}: {Entry}: {Text}" : $"line {Line}: {Text}";
}
