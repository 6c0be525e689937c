namespace GrpcExp.Storage.Errors;

/// <summary>Why storage refused or failed.</summary>
public enum StorageError
{
    /// <summary>The caller's etag is not the current one: somebody else changed the resource.</summary>
    StaleEtag,

    /// <summary>The request id was used before with another request.</summary>
    RequestIdReused,

    /// <summary>The database cannot be reached or did not answer in time; nothing was changed, or the outcome is unknown and a retry with the same request id is safe.</summary>
    Unavailable,
}
