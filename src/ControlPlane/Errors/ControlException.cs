namespace GrpcExp.ControlPlane.Errors;

/// <summary>Ends a call with one error of the vocabulary; the message is for a person.</summary>
internal sealed class ControlException(ControlError error, string message, IReadOnlyList<FieldViolation>? violations = null) : Exception(message)
{
    public ControlError Error { get; } = error;

    /// <summary>Everything that is wrong, for the errors that have a list.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; } = violations ?? [];

    /// <summary>Facts for a program, sent as the metadata of the ErrorInfo.</summary>
    public Dictionary<string, string> Facts { get; } = [];

    /// <summary>Shortest wait before the same call may succeed, sent as RetryInfo; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ControlException NotFound(string resource) =>
        new(ControlError.NotFound, $"There is no {resource}.") { Facts = { ["resource"] = resource } };

    public static ControlException AlreadyExists(string resource) =>
        new(ControlError.AlreadyExists, $"{resource} exists already; update it or choose another key.") { Facts = { ["resource"] = resource } };
}
