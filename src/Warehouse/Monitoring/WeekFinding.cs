namespace GrpcExp.Warehouse.Monitoring;

/// <summary>What a data-quality check found.</summary>
/// <param name="ExperimentKey">Key of the experiment; <c>*</c> for the platform as a whole.</param>
/// <param name="Check">Name of the check.</param>
/// <param name="Severity"><c>error</c> or <c>warn</c>.</param>
/// <param name="Count">Rows or units concerned.</param>
/// <param name="Detail">What was found and what was done about it.</param>
public sealed record WeekFinding(string ExperimentKey, string Check, string Severity, long Count, string Detail);
