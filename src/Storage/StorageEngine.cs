namespace GrpcExp.Storage;

/// <summary>Where control-plane state lives.</summary>
public enum StorageEngine
{
    /// <summary>One file, the embedded default.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server, shared by replicas.</summary>
    Postgres,
}
