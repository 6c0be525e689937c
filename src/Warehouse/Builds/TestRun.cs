namespace GrpcExp.Warehouse.Builds;

/// <summary>One data test in one build.</summary>
/// <param name="Name">Test name, for example <c>unique_stg_assignments_event_id</c>.</param>
/// <param name="Model">Model it belongs to.</param>
/// <param name="Severity">What a failure does.</param>
/// <param name="Failures">Rows that fail it; zero is a pass.</param>
public sealed record TestRun(string Name, string Model, TestSeverity Severity, long Failures)
{
    /// <summary>True for a test of severity error that found rows.</summary>
    public bool IsFailed => Failures > 0 && Severity == TestSeverity.Error;
}
