namespace GrpcExp.Warehouse.Builds;

/// <summary>A relation that a build has made.</summary>
/// <param name="Name">Model name.</param>
/// <param name="Days">For a model kept by day: every day it has now, and whether this build made it; null where the whole relation is new.</param>
internal sealed record BuiltModel(string Name, IReadOnlyList<(DateOnly Day, bool IsNew)>? Days = null);
