using System.Data.Common;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Ratios;
using GrpcExp.Warehouse.Dialects;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Sufficient statistics of a metric in one variant, as the models sum them.</summary>
/// <param name="Count">Units.</param>
/// <param name="Sum">Σx.</param>
/// <param name="SquareSum">Σx².</param>
/// <param name="PairedSum">Σy, of a ratio the denominator, of other metrics the covariate.</param>
/// <param name="PairedSquareSum">Σy².</param>
/// <param name="ProductSum">Σxy.</param>
internal sealed record MetricSums(long Count, double Sum, double SquareSum, double PairedSum, double PairedSquareSum, double ProductSum)
{
    /// <summary>Names of the columns that <see cref="Read"/> reads, in order.</summary>
    public const string Columns = "unit_count, value_sum, value_square_sum, paired_sum, paired_square_sum, product_sum";

    /// <summary>Sums of a row in which <see cref="Columns"/> begin at a column.</summary>
    public static MetricSums Read(DbDataReader row, int first) => new(
        row.Integer(first), row.GetDouble(first + 1), row.GetDouble(first + 2), row.GetDouble(first + 3), row.GetDouble(first + 4), row.GetDouble(first + 5));

    /// <summary>Sums over both.</summary>
    public MetricSums Add(MetricSums other) => new(
        Count + other.Count,
        Sum + other.Sum,
        SquareSum + other.SquareSum,
        PairedSum + other.PairedSum,
        PairedSquareSum + other.PairedSquareSum,
        ProductSum + other.ProductSum);

    /// <summary>What an analysis reads. A ratio is linearised; a covariate that is zero everywhere explains nothing and is left out.</summary>
    public MetricVariantInput ToInput(bool isRatio)
    {
        if (isRatio)
        {
            return new MetricVariantInput(RatioTest.UnitMoments(JointMoments.FromSums(Count, [Sum, PairedSum], [[SquareSum, ProductSum], [ProductSum, PairedSquareSum]])));
        }

        var moments = SampleMoments.FromSums(Count, Sum, SquareSum);
        return PairedSquareSum == 0
            ? new MetricVariantInput(moments)
            : new MetricVariantInput(moments, CovariateMoments.FromSums(Count, Sum, SquareSum, PairedSum, PairedSquareSum, ProductSum));
    }
}
