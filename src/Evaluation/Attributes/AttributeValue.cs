using System.Globalization;

namespace GrpcExp.Evaluation;

/// <summary>A value of an attribute: small, immutable, and free of allocations for everything but text lists.</summary>
public readonly struct AttributeValue
{
    private readonly long _bits;
    private readonly object? _reference;

    private AttributeValue(AttributeKind kind, long bits, object? reference = null)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    /// <summary>What the value is; <see cref="AttributeKind.None"/> for the default value.</summary>
    public AttributeKind Kind { get; }

    /// <summary>The boolean; false for other kinds.</summary>
    public bool AsBool => Kind == AttributeKind.Bool && _bits != 0;

    /// <summary>The text; null for other kinds.</summary>
    public string? AsText => _reference as string;

    /// <summary>The integer; 0 for other kinds.</summary>
    public long AsInt => Kind == AttributeKind.Int ? _bits : 0;

    /// <summary>The number as a double, rounded from an integer; NaN for other kinds.</summary>
    public double AsDouble => Kind switch
    {
        AttributeKind.Double => BitConverter.Int64BitsToDouble(_bits),
        AttributeKind.Int => _bits,
        _ => double.NaN,
    };

    /// <summary>UTC ticks of 100 ns since 0001-01-01; 0 for other kinds.</summary>
    public long AsUtcTicks => Kind == AttributeKind.Timestamp ? _bits : 0;

    /// <summary>The texts; empty for other kinds.</summary>
    public ReadOnlySpan<string> AsTextList => _reference is string[] list ? list : [];

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    public static AttributeValue Bool(bool value) => new(AttributeKind.Bool, value ? 1 : 0);

    /// <summary>A text, or a semantic version.</summary>
    /// <param name="value">The value; null makes <see cref="AttributeKind.None"/>.</param>
    public static AttributeValue Text(string? value) => value is null ? default : new(AttributeKind.Text, 0, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The value.</param>
    public static AttributeValue Int(long value) => new(AttributeKind.Int, value);

    /// <summary>A double.</summary>
    /// <param name="value">The value; NaN equals nothing.</param>
    public static AttributeValue Double(double value) => new(AttributeKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A moment.</summary>
    /// <param name="value">The moment; its offset is resolved to UTC.</param>
    public static AttributeValue Timestamp(DateTimeOffset value) => new(AttributeKind.Timestamp, value.UtcTicks);

    /// <summary>A list of texts, held as it is: do not change the array afterwards.</summary>
    /// <param name="values">The texts; null makes <see cref="AttributeKind.None"/>.</param>
    public static AttributeValue TextList(string[]? values) => values is null ? default : new(AttributeKind.TextList, 0, values);

    /// <summary>The value for a person to read.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.Bool => AsBool ? "true" : "false",
        AttributeKind.Text => $"\"{AsText}\"",
        AttributeKind.Int => _bits.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Double => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        AttributeKind.Timestamp => new DateTime(_bits, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture),
        AttributeKind.TextList => $"[{string.Join(", ", (string[])_reference!)}]",
        _ => "nothing",
    };
}
