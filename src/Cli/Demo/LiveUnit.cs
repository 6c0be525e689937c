namespace GrpcExp.Cli.Demo;

/// <summary>A unit to be evaluated live, and the variant that its assignment in the seeds says.</summary>
internal sealed record LiveUnit(string FlagKey, string UnitId, string Country, string ExpectedVariant, string ExperimentKey);
