namespace GrpcExp.Warehouse.Dialects;

/// <summary>What a writing transaction is for; scopes other than ingestion exclude themselves.</summary>
internal enum WriteScope
{
    /// <summary>Adding raw events; any number at once where the engine allows.</summary>
    Ingest,

    /// <summary>Replacing the exported definitions; one at a time.</summary>
    Define,

    /// <summary>Changing the raw tables; one at a time.</summary>
    Migrate,

    /// <summary>Building models; one at a time.</summary>
    Build,
}
