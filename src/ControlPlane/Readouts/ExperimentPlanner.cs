using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>Answers how many units find an effect, or which effect some units find, for every treatment against control.</summary>
internal static class ExperimentPlanner
{
    /// <summary>Fewest units of which a detectable effect can be asked.</summary>
    public const long LeastUnits = 4;

    private const double DefaultAlpha = 0.05;
    private const double DefaultPower = 0.8;

    /// <exception cref="ControlException">InvalidArgument with every violation.</exception>
    public static PlanExperimentResponse Plan(PlanExperimentRequest request)
    {
        Check(request);
        var question = Question.Of(request);
        if (request.MinimumDetectableEffect > 0)
        {
            var control = question.Treatments.Max(ratio => question.ControlUnits(request.MinimumDetectableEffect, ratio));
            if (!(control / question.ControlShare <= Limits.PlannedUnits))
            {
                throw Unanswerable("minimum_detectable_effect", $"{request.MinimumDetectableEffect:R} takes more than {Limits.PlannedUnits:N0} units: look for a larger effect");
            }

            // Whole units in every variant, so never fewer than the power needs.
            var units = question.Shares.Sum(share => (long)Math.Ceiling(control * share / question.ControlShare));
            return Answer(request, question, units, request.MinimumDetectableEffect);
        }

        var effect = question.Treatments.Max(ratio => question.Effect(request.Units * question.ControlShare, ratio));
        return double.IsFinite(effect)
            ? Answer(request, question, request.Units, effect)
            : throw Unanswerable("units", $"{request.Units} units find no effect with this power: give more");
    }

    /// <summary>Power for the effect of a request with other units than it needs; null when it does not exist.</summary>
    /// <exception cref="ControlException">InvalidArgument with every violation.</exception>
    public static double? PowerOf(PlanExperimentRequest request, long units)
    {
        Check(request);
        var question = Question.Of(request);
        var power = question.Treatments.Min(ratio => question.Power(request.MinimumDetectableEffect, units * question.ControlShare, ratio));
        return double.IsFinite(power) ? power : null;
    }

    private static PlanExperimentResponse Answer(PlanExperimentRequest request, Question question, long units, double effect) => new()
    {
        Units = units,
        MinimumDetectableEffect = effect,
        Power = question.Treatments.Min(ratio => question.Power(effect, units * question.ControlShare, ratio)),
        Days = request.UnitsPerDay > 0 ? (int)Math.Min(Math.Ceiling(units / request.UnitsPerDay), int.MaxValue) : 0,
    };

    private static void Check(PlanExperimentRequest request)
    {
        var violations = new Violations();
        var isProportion = request.StandardDeviation == 0;
        violations.AddIf(!double.IsFinite(request.StandardDeviation) || request.StandardDeviation < 0, "standard_deviation", $"{request.StandardDeviation:R} is refused: give a positive number, or 0 for a proportion");
        violations.AddIf(
            isProportion ? request.BaselineMean is not (> 0 and < 1) : !double.IsFinite(request.BaselineMean) || request.BaselineMean == 0,
            "baseline_mean",
            isProportion
                ? $"{request.BaselineMean:R} is no rate: give a number above 0 and below 1, or a standard deviation"
                : $"{request.BaselineMean:R} is refused: a relative effect needs a mean that is not 0");
        violations.AddIf(!double.IsFinite(request.MinimumDetectableEffect) || request.MinimumDetectableEffect < 0, "minimum_detectable_effect", $"{request.MinimumDetectableEffect:R} is refused: give a relative effect above 0, or 0 to ask for it");
        violations.AddIf(
            isProportion && request.BaselineMean * (1 + request.MinimumDetectableEffect) >= 1,
            "minimum_detectable_effect",
            $"{request.MinimumDetectableEffect:R} lifts the rate {request.BaselineMean:R} to 1 or more: give a smaller effect");
        violations.AddIf(request.Alpha != 0 && request.Alpha is not (> 0 and < 0.5), "alpha", $"{request.Alpha:R} is refused: give a level above 0 and below 0.5, or 0 for {DefaultAlpha}");
        violations.AddIf(request.Power != 0 && request.Power is not (>= 0.5 and < 1), "power", $"{request.Power:R} is refused: give 0.5 to below 1, or 0 for {DefaultPower}");
        violations.AddIf(request.MinimumDetectableEffect == 0 && request.Units is < LeastUnits or > Limits.PlannedUnits, "units", $"{request.Units} is refused: the detectable effect needs {LeastUnits} to {Limits.PlannedUnits:N0} units");
        violations.AddIf(!double.IsFinite(request.UnitsPerDay) || request.UnitsPerDay < 0, "units_per_day", $"{request.UnitsPerDay:R} is refused: give a positive number, or 0 for no duration");
        violations.AddIf(
            request.Shares.Count is 1 or > Limits.Variants || request.Shares.Any(share => !(share is > 0 and <= 1)) || (request.Shares.Count > 0 && Math.Abs(request.Shares.Sum() - 1) > 1e-6),
            "shares",
            "are refused: give at least two shares above 0 that sum to 1, control first, or none for two halves");
        violations.ThrowIfAny();
    }

    private static ControlException Unanswerable(string field, string description)
    {
        var violations = new Violations();
        violations.Add(field, description);
        return new ControlException(ControlError.InvalidArgument, Violations.Sentence("There is no such plan: ", violations.All), violations.All);
    }

    /// <summary>The question without its defaults: proportions by the z test, means by the noncentral t.</summary>
    private sealed record Question(double Mean, double Deviation, double Alpha, double TargetPower, IReadOnlyList<double> Shares)
    {
        public double ControlShare => Shares[0];

        /// <summary>Units of each treatment for one of control.</summary>
        public IEnumerable<double> Treatments => Shares.Skip(1).Select(share => share / ControlShare);

        public static Question Of(PlanExperimentRequest request) => new(
            request.BaselineMean,
            request.StandardDeviation,
            request.Alpha == 0 ? DefaultAlpha : request.Alpha,
            request.Power == 0 ? DefaultPower : request.Power,
            request.Shares.Count == 0 ? [0.5, 0.5] : [.. request.Shares]);

        public double ControlUnits(double effect, double ratio) => NumberOf(
            Deviation == 0
                ? ProportionsPower.SampleSize(Mean, Mean * (1 + effect), TargetPower, ratio, Alpha)
                : MeansPower.SampleSize(StandardizedEffect(effect), TargetPower, ratio, Alpha));

        public double Effect(double controlUnits, double ratio) => NumberOf(
            Deviation == 0
                ? ProportionsPower.DetectableRise(Mean, controlUnits, TargetPower, ratio, Alpha).Map(rise => rise / Mean)
                : MeansPower.DetectableEffect(controlUnits, TargetPower, ratio, Alpha).Map(effect => effect * Deviation / Math.Abs(Mean)));

        public double Power(double effect, double controlUnits, double ratio) => NumberOf(
            Deviation == 0
                ? ProportionsPower.Power(Mean, Mean * (1 + effect), controlUnits, ratio, Alpha)
                : MeansPower.Power(StandardizedEffect(effect), controlUnits, ratio, Alpha));

        private double StandardizedEffect(double effect) => effect * Math.Abs(Mean) / Deviation;

        // What has no solution is beyond every bound.
        private static double NumberOf(Measure measure) => measure.OrNull ?? double.PositiveInfinity;
    }
}
