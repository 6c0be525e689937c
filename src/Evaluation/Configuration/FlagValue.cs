using System.Globalization;

namespace GrpcExp.Evaluation;

/// <summary>A value of a flag.</summary>
public readonly record struct FlagValue
{
    private readonly long _bits;
    private readonly string? _text;

    private FlagValue(FlagType type, long bits, string? text = null)
    {
        Type = type;
        _bits = bits;
        _text = text;
    }

    /// <summary>Type of the value; unspecified for no value.</summary>
    public FlagType Type { get; }

    /// <summary>The boolean; false for other types.</summary>
    public bool AsBool => Type == FlagType.Bool && _bits != 0;

    /// <summary>The integer; 0 for other types.</summary>
    public long AsInt => Type == FlagType.Int ? _bits : 0;

    /// <summary>The double; NaN for other types.</summary>
    public double AsDouble => Type == FlagType.Double ? BitConverter.Int64BitsToDouble(_bits) : double.NaN;

    /// <summary>The text, or the JSON object's text; null for other types.</summary>
    public string? AsText => _text;

    /// <summary>A boolean.</summary>
    /// <param name="value">The value.</param>
    public static FlagValue Bool(bool value) => new(FlagType.Bool, value ? 1 : 0);

    /// <summary>A text.</summary>
    /// <param name="value">At most <see cref="EvaluationLimits.TextValueLength"/> characters.</param>
    public static FlagValue Text(string value) => new(FlagType.Text, 0, value);

    /// <summary>An integer.</summary>
    /// <param name="value">The value.</param>
    public static FlagValue Int(long value) => new(FlagType.Int, value);

    /// <summary>A double.</summary>
    /// <param name="value">A finite value.</param>
    public static FlagValue Double(double value) => new(FlagType.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A JSON object.</summary>
    /// <param name="value">Its text, at most <see cref="EvaluationLimits.JsonValueLength"/> characters.</param>
    public static FlagValue Json(string value) => new(FlagType.Json, 0, value);

    /// <summary>The value for a person to read.</summary>
    public override string ToString() => Type switch
    {
        FlagType.Bool => AsBool ? "true" : "false",
        FlagType.Int => _bits.ToString(CultureInfo.InvariantCulture),
        FlagType.Double => AsDouble.ToString("R", CultureInfo.InvariantCulture),
        _ => _text ?? "",
    };
}
