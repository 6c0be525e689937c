using System.Globalization;

namespace GrpcExp.Evaluation;

/// <summary>A share in hundredths of a percent: 0 to 10000, where 10000 is everything.</summary>
public readonly record struct BasisPoints : IComparable<BasisPoints>
{
    /// <summary>Everything: 10000.</summary>
    public static readonly BasisPoints All = new(Bucketing.BucketCount);

    /// <summary>Nothing: 0.</summary>
    public static readonly BasisPoints None;

    /// <summary>Makes a share.</summary>
    /// <param name="value">0 to 10000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0 to 10000.</exception>
    public BasisPoints(int value)
    {
        if (value is < 0 or > Bucketing.BucketCount)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A share is 0 to 10000 basis points (10000 is 100 %).");
        }

        Value = value;
    }

    /// <summary>The share, 0 to 10000.</summary>
    public int Value { get; }

    /// <inheritdoc/>
    public int CompareTo(BasisPoints other) => Value.CompareTo(other.Value);

    /// <summary>The share as a percentage, for example <c>12.5 %</c>.</summary>
    public override string ToString() => (Value / 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
