namespace GrpcExp.ControlPlane.Startup;

/// <summary>Why the server did not start, for the person who started it.</summary>
internal sealed class StartupException(string message) : Exception(message);
