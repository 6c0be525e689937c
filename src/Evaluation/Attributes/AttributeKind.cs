namespace GrpcExp.Evaluation;

/// <summary>The kinds of value that an attribute can have.</summary>
public enum AttributeKind
{
    /// <summary>No value; matches nothing.</summary>
    None = 0,

    /// <summary>true or false.</summary>
    Bool = 1,

    /// <summary>Text; also semantic versions.</summary>
    Text = 2,

    /// <summary>A 64-bit integer.</summary>
    Int = 3,

    /// <summary>A double.</summary>
    Double = 4,

    /// <summary>A moment in UTC.</summary>
    Timestamp = 5,

    /// <summary>A list of texts.</summary>
    TextList = 6,
}
