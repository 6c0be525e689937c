namespace GrpcExp.Evaluation;

/// <summary>
/// How an attribute is compared. A missing attribute, or one of a kind that the operator cannot compare, does not match.
/// For a list of texts the text operators hold when they hold for any element.
/// </summary>
public enum ConditionOperator
{
    /// <summary>Not set: refused.</summary>
    Unspecified = 0,

    /// <summary>Equal to the single value; integers and doubles compare as numbers.</summary>
    Equals = 1,

    /// <summary>Equal to any of the values.</summary>
    In = 2,

    /// <summary>Text that contains any of the values, case-sensitive.</summary>
    Contains = 3,

    /// <summary>Text that starts with any of the values.</summary>
    StartsWith = 4,

    /// <summary>Text that ends with any of the values.</summary>
    EndsWith = 5,

    /// <summary>Text that the single pattern matches somewhere; no backreferences, no lookaround.</summary>
    Matches = 6,

    /// <summary>A number below the single value.</summary>
    LessThan = 7,

    /// <summary>A number not above the single value.</summary>
    LessThanOrEqual = 8,

    /// <summary>A number above the single value.</summary>
    GreaterThan = 9,

    /// <summary>A number not below the single value.</summary>
    GreaterThanOrEqual = 10,

    /// <summary>A moment before the single timestamp. Text in RFC 3339 counts as a moment.</summary>
    Before = 11,

    /// <summary>A moment at or after the single timestamp.</summary>
    After = 12,

    /// <summary>A semantic version of the same precedence as the single value.</summary>
    SemverEquals = 13,

    /// <summary>A semantic version of lower precedence than the single value (SemVer 2.0.0 §11).</summary>
    SemverLessThan = 14,

    /// <summary>A semantic version of higher precedence than the single value.</summary>
    SemverGreaterThan = 15,

    /// <summary>The attribute is there, whatever its value; takes no values.</summary>
    Present = 16,
}
