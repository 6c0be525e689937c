namespace GrpcExp.Evaluation;

/// <summary>A revision of an environment's configuration: from 1, one more with each committed change; 0 for none.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Revision(long Value) : IComparable<Revision>
{
    /// <summary>No configuration yet.</summary>
    public static readonly Revision None;

    /// <inheritdoc/>
    public int CompareTo(Revision other) => Value.CompareTo(other.Value);

    /// <summary>The number in invariant digits.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
