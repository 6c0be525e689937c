namespace GrpcExp.Warehouse.Definitions;

/// <summary>A flag as the control plane exports it before a build.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Type">bool, string, int, double or json.</param>
/// <param name="Enabled">Whether it is switched on.</param>
/// <param name="Version">Version, from 1 upwards.</param>
/// <param name="Owner">Who answers for it; default empty.</param>
/// <param name="Description">What it does; default empty.</param>
/// <param name="ChangedAt">UTC time of the change that made this version; default null, not known.</param>
public sealed record FlagDefinition(
    string Key,
    string Type,
    bool Enabled,
    long Version,
    string Owner = "",
    string Description = "",
    DateTimeOffset? ChangedAt = null);
