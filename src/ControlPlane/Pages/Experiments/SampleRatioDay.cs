using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.SampleRatio;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>How units had fallen into variants by the end of a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="ControlUnits">Units of control.</param>
/// <param name="TreatmentUnits">Units of the treatment.</param>
/// <param name="ControlShare">Share of control among the two.</param>
/// <param name="Reach">How far it strays from the designed share in all but one of a thousand experiments whose split is right.</param>
/// <param name="PValue">Of the sample ratio test; null when it does not exist.</param>
public sealed record SampleRatioDay(DateOnly Day, long ControlUnits, long TreatmentUnits, double ControlShare, double Reach, double? PValue)
{
    // Two-sided 99.9 % of the normal, the level at which the test fails.
    private const double NormalReach = 3.290527;

    /// <summary>By day, of a series whose metric counts every unit; empty when the metric leaves units out.</summary>
    /// <param name="input">What was analysed.</param>
    /// <param name="daily">Series of one metric.</param>
    /// <param name="treatment">The treatment.</param>
    public static IReadOnlyList<SampleRatioDay> Of(ExperimentInput input, IEnumerable<DailyEffect> daily, string treatment)
    {
        var rows = daily.Where(row => row.IsCumulative && row.Variant == treatment && row.Day is not null).ToList();
        var (control, treated) = (Find(input, input.Control), Find(input, treatment));
        if (rows.Count == 0 || control is null || treated is null || rows[^1].ControlUnits != control.Units || rows[^1].TreatmentUnits != treated.Units
            || !(control.ExpectedShare + treated.ExpectedShare > 0))
        {
            return [];
        }

        var design = control.ExpectedShare / (control.ExpectedShare + treated.ExpectedShare);
        return [.. rows.Where(row => row.ControlUnits + row.TreatmentUnits > 0).Select(row =>
        {
            var units = row.ControlUnits + row.TreatmentUnits;
            var test = SampleRatioTest.Run([new SampleRatioArm(row.ControlUnits, control.ExpectedShare), new SampleRatioArm(row.TreatmentUnits, treated.ExpectedShare)]);
            return new SampleRatioDay(
                row.Day!.Value, row.ControlUnits, row.TreatmentUnits, (double)row.ControlUnits / units, NormalReach * Math.Sqrt(design * (1 - design) / units), test.PValue.OrNull);
        })];
    }

    /// <summary>The designed share of control among the two.</summary>
    public static double DesignOf(ExperimentInput input, string treatment)
    {
        var (control, treated) = (Find(input, input.Control)?.ExpectedShare ?? 0, Find(input, treatment)?.ExpectedShare ?? 0);
        return control + treated > 0 ? control / (control + treated) : 0;
    }

    private static VariantInput? Find(ExperimentInput input, string variant) => input.Variants.FirstOrDefault(one => one.Key == variant);
}
