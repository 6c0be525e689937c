namespace GrpcExp.ControlPlane.Errors;

/// <summary>Why the control plane refused a call; <see cref="ErrorTable"/> gives each its status code and reason.</summary>
internal enum ControlError
{
    /// <summary>The request breaks its contract; the violations say where.</summary>
    InvalidArgument,

    /// <summary>There is no such resource.</summary>
    NotFound,

    /// <summary>A resource with this key exists.</summary>
    AlreadyExists,

    /// <summary>The experiment's state does not allow this; the legal transitions are named.</summary>
    IllegalTransition,

    /// <summary>The experiment lacks something that REVIEW needs; all of it is named.</summary>
    ReviewIncomplete,

    /// <summary>The approver submitted the experiment, or edited it since the last approval.</summary>
    SelfApproval,

    /// <summary>Another experiment owns what this one needs; all obstacles are named.</summary>
    NotReservable,

    /// <summary>The experiment cannot start as things are; all obstacles are named.</summary>
    NotStartable,

    /// <summary>Flags would be each other's prerequisites.</summary>
    PrerequisiteCycle,

    /// <summary>Something else still needs what would go away.</summary>
    InUse,

    /// <summary>The token is revoked, and stays so.</summary>
    TokenRevoked,

    /// <summary>A warehouse build is running already.</summary>
    BuildRunning,

    /// <summary>There is no valid token.</summary>
    Unauthenticated,

    /// <summary>The token lacks the role.</summary>
    PermissionDenied,

    /// <summary>A limit of this server is reached; later there may be room.</summary>
    LimitExceeded,

    /// <summary>The server is stopping or something that it needs is away.</summary>
    Unavailable,
}
