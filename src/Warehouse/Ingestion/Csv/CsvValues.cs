using System.Globalization;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>How a field of a CSV file is understood. White space around it never matters, nor does case.</summary>
public static class CsvValues
{
    /// <summary>Largest magnitude of a number; squares of larger ones leave the range of a double.</summary>
    public const double MaxNumber = 1e100;

    /// <summary>The rule for missing values, for a person.</summary>
    public const string MissingRule = "empty, NA, N/A, NaN, null, none and \\N are missing";

    private static readonly string[] Missing = ["na", "n/a", "nan", "null", "none", "\\n"];
    private static readonly string[] True = ["true", "t", "yes", "y", "on"];
    private static readonly string[] False = ["false", "f", "no", "n", "off"];

    /// <summary>Empty, NA, N/A, NaN, null, none or \N.</summary>
    public static bool IsMissing(ReadOnlySpan<char> field)
    {
        field = field.Trim();
        return field.IsEmpty || (field.Length <= 4 && Contains(Missing, field));
    }

    /// <summary>true/false, t/f, yes/no, y/n, on/off, 1/0.</summary>
    public static bool TryBoolean(ReadOnlySpan<char> field, out bool value)
    {
        field = field.Trim();
        value = field is "1" || Contains(True, field);
        return value || field is "0" || Contains(False, field);
    }

    /// <summary>A number with a decimal point, perhaps with exponent; of magnitude at most <see cref="MaxNumber"/>.</summary>
    public static bool TryNumber(ReadOnlySpan<char> field, out double value) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= MaxNumber;

    private static bool Contains(string[] words, ReadOnlySpan<char> field)
    {
        foreach (var word in words)
        {
            if (field.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
