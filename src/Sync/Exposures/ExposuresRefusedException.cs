namespace GrpcExp.Sync;

/// <summary>A batch was refused as a whole, and would be again.</summary>
/// <param name="message">Why.</param>
/// <param name="cause">What the sink said.</param>
public sealed class ExposuresRefusedException(string message, Exception cause) : Exception(message, cause);
