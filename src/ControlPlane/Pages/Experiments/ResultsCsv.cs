using System.Text;
using GrpcExp.ControlPlane.Charts;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>Comparisons as comma-separated values, exact; a number that does not exist is empty.</summary>
internal static class ResultsCsv
{
    private const string Head =
        "metric,version,role,direction,variant,control_mean,treatment_mean,absolute,absolute_ci_low,absolute_ci_high,relative,relative_ci_low,relative_ci_high,"
        + "sequential_absolute_ci_low,sequential_absolute_ci_high,sequential_relative_ci_low,sequential_relative_ci_high,p_value,decision_p_value,outcome\n";

    public static string Of(IEnumerable<MetricEffect> effects)
    {
        var text = new StringBuilder(Head);
        foreach (var effect in effects)
        {
            // Keys are letters, digits, '_', '-' and '.', so nothing needs quotes.
            text.Append(string.Join(',', (string[])
            [
                effect.Metric, Numbers.Exact(effect.Version), effect.Role, effect.Direction, effect.Variant, Numbers.Exact(effect.ControlMean), Numbers.Exact(effect.TreatmentMean),
                .. Parts(effect.Absolute), .. Parts(effect.Relative), .. Parts(effect.SequentialAbsolute)[1..], .. Parts(effect.SequentialRelative)[1..],
                Numbers.Exact(effect.PValue), Numbers.Exact(effect.DecisionPValue), effect.Outcome,
            ])).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Parts(EffectInterval interval) => [Numbers.Exact(interval.Value), Numbers.Exact(interval.Low), Numbers.Exact(interval.High)];
}
