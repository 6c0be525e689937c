namespace GrpcExp.Warehouse.Projects;

/// <summary>By what a model can be cut into parts.</summary>
internal enum ModelSlicing
{
    /// <summary>It is made whole.</summary>
    None,

    /// <summary>By the hash of a key (<c>key_slice</c>), into as many parts as the engine likes.</summary>
    Key,

    /// <summary>By the shard of the experiment (<c>shard_slice</c>), into the project's <c>shards</c>.</summary>
    Shard,
}
