namespace GrpcExp.Warehouse.Definitions;

/// <summary>How a condition compares a property of an event.</summary>
public enum FilterOperator
{
    /// <summary>Is the value.</summary>
    Equals,

    /// <summary>Is there and is not the value.</summary>
    NotEquals,

    /// <summary>Is one of the values.</summary>
    In,

    /// <summary>A number above the value.</summary>
    GreaterThan,

    /// <summary>A number that is the value or above it.</summary>
    GreaterOrEqual,

    /// <summary>A number below the value.</summary>
    LessThan,

    /// <summary>A number that is the value or below it.</summary>
    LessOrEqual,

    /// <summary>Is there, whatever it is.</summary>
    Present,
}
