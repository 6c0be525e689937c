namespace GrpcExp.Statistics.Bayesian;

/// <summary>The posteriors of two rates or probabilities, of what lies between them, and what choosing either variant risks.</summary>
/// <param name="Control">Posterior mean, deviation and equal-tailed credible interval of the control's rate.</param>
/// <param name="Treatment">The same of the treatment's.</param>
/// <param name="Difference">The same of treatment − control. The interval is exact, not normal.</param>
/// <param name="Lift">
/// The same of treatment/control − 1. Its mean exists for more than one event of the control, prior included, its deviation for more than two.
/// </param>
/// <param name="ChanceToBeat">P(treatment &gt; control), in [0, 1].</param>
/// <param name="LossOfTreatment">E max(control − treatment, 0) ≥ 0: what choosing the treatment costs on average.</param>
/// <param name="LossOfControl">E max(treatment − control, 0) ≥ 0: what staying with the control costs on average.</param>
public sealed record RateComparison(
    Estimate Control,
    Estimate Treatment,
    Estimate Difference,
    Estimate Lift,
    Measure ChanceToBeat,
    Measure LossOfTreatment,
    Measure LossOfControl)
{
    /// <summary>A posterior that is null is improper, and leaves everything absent.</summary>
    internal static RateComparison Of(ArmPosterior? control, ArmPosterior? treatment, double alpha)
    {
        if (control is null || treatment is null)
        {
            var nothing = Estimate.Absent(AbsenceReason.ImproperPosterior, 1 - alpha);
            var absent = Measure.Absent(AbsenceReason.ImproperPosterior);
            return new RateComparison(nothing, nothing, nothing, nothing, absent, absent, absent);
        }

        var pair = new PosteriorPair(control, treatment);
        var swapped = new PosteriorPair(treatment, control);
        double tail = alpha / 2;
        double difference = pair.MeanDifference();
        var spread = Math.Sqrt(control.Deviation * control.Deviation + treatment.Deviation * treatment.Deviation);
        return new RateComparison(
            PosteriorOf(control, alpha),
            PosteriorOf(treatment, alpha),
            new Estimate(difference, spread, pair.DifferenceQuantile(tail), -swapped.DifferenceQuantile(tail), 1 - alpha),
            LiftOf(control, treatment, pair, swapped, alpha),
            pair.ChanceAbove(),
            swapped.ExpectedGain(),
            pair.ExpectedGain());
    }

    internal static Estimate PosteriorOf(ArmPosterior arm, double alpha) =>
        new(arm.Mean, arm.Deviation, arm.Quantile(alpha / 2), arm.Quantile(1 - alpha / 2), 1 - alpha);

    private static Estimate LiftOf(ArmPosterior control, ArmPosterior treatment, PosteriorPair pair, PosteriorPair swapped, double alpha)
    {
        // E(t)·E(1/c) − 1 with the part that cancels taken out, and the variance of a product of independent factors.
        double inverse = control.MeanOfInverse;
        double bias = control.Mean * inverse - 1;
        double mean = pair.MeanDifference() / control.Mean * (1 + bias) + bias;
        double vt = Math.Pow(treatment.Deviation / treatment.Mean, 2);
        double vc = control.VarianceOfInverse;
        double deviation = treatment.Mean * inverse * Math.Sqrt(vt + vc + vt * vc);
        return new Estimate(
            double.IsNaN(mean) ? Measure.Absent(AbsenceReason.NoSolution) : mean,
            double.IsNaN(deviation) ? Measure.Absent(AbsenceReason.NoSolution) : deviation,
            pair.LiftQuantile(alpha / 2),
            1 / (1 + swapped.LiftQuantile(alpha / 2)) - 1,
            1 - alpha);
    }
}
