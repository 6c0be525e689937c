namespace GrpcExp.Sidecar;

/// <summary>The sidecar cannot start; the message tells the user why and what to do.</summary>
internal sealed class StartupException(string message) : Exception(message);
