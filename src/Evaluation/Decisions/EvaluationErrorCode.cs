namespace GrpcExp.Evaluation;

/// <summary>Why there is no answer.</summary>
public enum EvaluationErrorCode
{
    /// <summary>There is an answer.</summary>
    None = 0,

    /// <summary>No flag has this key.</summary>
    FlagNotFound = 1,

    /// <summary>The flag's type is not the one asked for.</summary>
    TypeMismatch = 2,

    /// <summary>The answer hangs on the unit's bucket, and the unit id is empty.</summary>
    UnitIdMissing = 3,

    /// <summary>There is no snapshot yet.</summary>
    NotReady = 4,

    /// <summary>The unit id or the attributes are over a limit.</summary>
    InvalidContext = 5,
}
