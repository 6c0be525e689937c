namespace GrpcExp.Load.Reports;

/// <summary>Something measured that no threshold is set for, or that explains one.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">Its value with unit.</param>
internal sealed record Fact(string Name, string Text);
