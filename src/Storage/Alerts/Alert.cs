namespace GrpcExp.Storage.Alerts;

/// <summary>Something that people are to be told.</summary>
/// <param name="Incident">What happened, so that it is told once: the same incident raised again is no new alert. Up to 300 characters.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Text">In sentences, with what to do.</param>
public sealed record Alert(string Incident, AlertSeverity Severity, string Title, string Text);
