namespace GrpcExp.Sync;

/// <summary>What a message on the channel of changes asks for.</summary>
public enum ChangeAction
{
    /// <summary>Nothing: it is old or a duplicate.</summary>
    Ignore,

    /// <summary>It confirms that the snapshot being served is the newest.</summary>
    Confirm,

    /// <summary>Its delta leads to the newest snapshot.</summary>
    Apply,

    /// <summary>Something is missing or does not fit: read the snapshot.</summary>
    Reread,
}
