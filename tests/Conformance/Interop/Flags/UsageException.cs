namespace GrpcExp.Interop.Flags;

/// <summary>A command line that cannot be understood; the message names the flag and the remedy.</summary>
public sealed class UsageException(string message) : Exception(message);
