namespace GrpcExp.Warehouse.Monitoring;

/// <summary>A raw table or model that is not as fresh as it should be.</summary>
/// <param name="Kind"><c>source</c> or <c>model</c>.</param>
/// <param name="Name">Raw table or model.</param>
/// <param name="Status"><c>late</c> or <c>failed</c>.</param>
/// <param name="BehindHours">Hours behind the newest raw row that was published.</param>
public sealed record LateComponent(string Kind, string Name, string Status, double BehindHours);
