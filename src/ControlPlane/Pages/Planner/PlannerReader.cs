using System.Globalization;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.ControlPlane.Charts;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Readouts;
using Microsoft.AspNetCore.Http;

namespace GrpcExp.ControlPlane.Pages.Planner;

/// <summary>Reads a question from an address and answers it: a plan can be kept as a link.</summary>
internal static class PlannerReader
{
    private const int CurvePoints = 48;
    private const double CurveReach = 1.8;
    private const double DefaultPower = 0.8;
    private const double Percent = 0.01;

    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal)
    {
        ["kind"] = "rate", ["baseline"] = "10", ["sd"] = "", ["effect"] = "5", ["units"] = "", ["alpha"] = "5", ["power"] = "80", ["per_day"] = "2000", ["variants"] = "2",
    };

    public static PlannerModel Read(IQueryCollection query)
    {
        var fields = Defaults.ToDictionary(field => field.Key, field => query[field.Key] is [.., { } value] ? value.Trim()[..Math.Min(value.Trim().Length, 30)] : field.Value);
        var problems = new List<string>();
        var request = Of(fields, problems);
        var target = request.Power == 0 ? DefaultPower : request.Power;
        if (problems.Count > 0)
        {
            return new PlannerModel(fields, null, [], target, problems);
        }

        try
        {
            var plan = ExperimentPlanner.Plan(request);
            return new PlannerModel(fields, plan, Curve(request, plan), target, []);
        }
        catch (ControlException refusal)
        {
            return new PlannerModel(fields, null, [], target, [.. refusal.Violations.Select(violation => $"{violation.Field.Replace('_', ' ')}: {violation.Description}")]);
        }
    }

    private static PlanExperimentRequest Of(Dictionary<string, string> fields, List<string> problems)
    {
        double Number(string name, double scale)
        {
            var text = fields[name];
            if (text.Length == 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                return text.Length == 0 ? 0 : double.Parse(text, CultureInfo.InvariantCulture) * scale;
            }

            problems.Add($"{name.Replace('_', ' ')}: '{Violations.Shown(text)}' is no number");
            return 0;
        }

        var isRate = fields["kind"] != "mean";
        var variants = (int)Math.Clamp(Number("variants", 1), 0, Limits.Variants + 1);
        if (variants is < 2 or > 20)
        {
            problems.Add($"variants: '{Violations.Shown(fields["variants"])}' is refused: give 2 to 20");
            variants = 2;
        }

        if (!isRate && fields["sd"].Length == 0)
        {
            problems.Add("standard deviation: a mean needs one");
        }

        return new PlanExperimentRequest
        {
            BaselineMean = Number("baseline", isRate ? Percent : 1),
            StandardDeviation = isRate ? 0 : Number("sd", 1),
            MinimumDetectableEffect = Number("effect", Percent),
            Units = (long)Math.Clamp(Number("units", 1), 0, Limits.PlannedUnits + 1.0),
            Alpha = Number("alpha", Percent),
            Power = Number("power", Percent),
            UnitsPerDay = Number("per_day", 1),
            Shares = { Enumerable.Repeat(1.0 / variants, variants) },
        };
    }

    private static IReadOnlyList<ChartPoint> Curve(PlanExperimentRequest request, PlanExperimentResponse plan)
    {
        var asked = request.Clone();
        asked.MinimumDetectableEffect = plan.MinimumDetectableEffect;
        var least = ExperimentPlanner.LeastUnits * request.Shares.Count;
        return
        [
            .. Enumerable.Range(1, CurvePoints)
                .Select(i => (long)(plan.Units * CurveReach * i / CurvePoints))
                .Where(units => units >= least)
                .Distinct()
                .Select(units => new ChartPoint(units, ExperimentPlanner.PowerOf(asked, units))),
        ];
    }
}
