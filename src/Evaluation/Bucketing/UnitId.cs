namespace GrpcExp.Evaluation;

/// <summary>The id of a unit (user, device, account): 1 to <see cref="EvaluationLimits.UnitIdBytes"/> bytes of UTF-8.</summary>
/// <remarks>Compared ordinally. An empty id is allowed to exist so that flags that bucket nobody can still be answered.</remarks>
/// <param name="Value">The id; null counts as empty.</param>
public readonly record struct UnitId(string? Value)
{
    /// <summary>True when there is no id to bucket by.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Value);

    /// <summary>The id, never null.</summary>
    public override string ToString() => Value ?? "";

    /// <summary>Wraps an id.</summary>
    /// <param name="value">The id.</param>
    public static implicit operator UnitId(string? value) => new(value);
}
