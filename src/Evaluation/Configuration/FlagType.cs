namespace GrpcExp.Evaluation;

/// <summary>The type of all values of a flag.</summary>
public enum FlagType
{
    /// <summary>Not set: refused in a flag, any type in a request.</summary>
    Unspecified = 0,

    /// <summary>true or false.</summary>
    Bool = 1,

    /// <summary>Text.</summary>
    Text = 2,

    /// <summary>A 64-bit integer.</summary>
    Int = 3,

    /// <summary>A finite double.</summary>
    Double = 4,

    /// <summary>A JSON object, as text.</summary>
    Json = 5,
}
