namespace GrpcExp.Storage.Errors;

/// <summary>Storage refused or failed; the message is for a person.</summary>
/// <param name="error">Why.</param>
/// <param name="message">What was wrong, with the value and the remedy.</param>
/// <param name="inner">The driver's error, if one caused this.</param>
public sealed class StorageException(StorageError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public StorageError Error { get; } = error;
}
