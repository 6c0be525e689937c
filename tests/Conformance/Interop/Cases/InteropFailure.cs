namespace GrpcExp.Interop.Cases;

/// <summary>A peer did not do what a case asks for; the message says what came and what was to come.</summary>
public sealed class InteropFailure(string message) : Exception(message);
