using System.Data.Common;
using System.Globalization;

namespace GrpcExp.Warehouse.Dialects;

/// <summary>Reading what the engines hand over in different types.</summary>
internal static class DbDataReaderExtensions
{
    /// <summary>An integer of whatever width, or a whole number of a sum.</summary>
    public static long Integer(this DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>A number of whatever width; null when there is none.</summary>
    public static double? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : Convert.ToDouble(row.GetValue(column), CultureInfo.InvariantCulture);
}
