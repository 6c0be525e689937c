using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Scorecards;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Statistics;
using GrpcExp.Warehouse.Scorecards;
using ContractMode = GrpcExp.Contracts.Control.V1.AnalysisMode;
using Message = GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>Analyses and scorecards as messages. A number that does not exist stays unset.</summary>
internal static class AnalysisMessages
{
    public static Message.ExperimentAnalysis Of(StoredScorecard stored)
    {
        var evidence = stored.Analysis.Evidence;
        var message = new Message.ExperimentAnalysis
        {
            ExperimentKey = stored.ExperimentKey,
            Mode = ModeOf(evidence.Input.Mode),
            Control = evidence.Input.Control,
            Alpha = evidence.Input.Alpha,
            Srm = Of(evidence.SampleRatio),
            Scorecard = ScorecardOf(stored),
        };
        message.Variants.Add(evidence.Input.Variants.Zip(
            evidence.ExpectedShares,
            (variant, share) => new VariantUnits { Variant = variant.Key, Units = variant.Units, ExpectedShare = share }));
        message.DataQuality.Add(evidence.Quality.Select(finding => new DataQuality
        {
            Check = finding.Check,
            Severity = finding.Severity.ToString().ToLowerInvariant(),
            Count = finding.Count,
            Detail = finding.Detail,
        }));
        message.Metrics.Add(evidence.Metrics.OrderByDescending(metric => metric.Metric.Role == MetricRole.Primary).Select(Of));
        return message;
    }

    public static Message.Scorecard ScorecardOf(StoredScorecard stored) => ScorecardOf(new StoredVerdict(
        stored.ExperimentKey,
        stored.Analysis.Evidence.Input.Mode,
        stored.Analysis.Scorecard,
        stored.DataRevision,
        stored.Analysis.Evidence.Metrics.ToDictionary(metric => metric.Metric.Key, metric => metric.Metric.Version, StringComparer.Ordinal),
        stored.Sql));

    public static Message.Scorecard ScorecardOf(StoredVerdict stored)
    {
        var scorecard = stored.Scorecard;
        var message = new Message.Scorecard
        {
            ExperimentKey = stored.ExperimentKey,
            Verdict = scorecard.Verdict switch
            {
                Analysis.Scorecards.Verdict.Green => Message.Verdict.Green,
                Analysis.Scorecards.Verdict.Red => Message.Verdict.Red,
                _ => Message.Verdict.Yellow,
            },
            Recommendation = scorecard.Recommendation switch
            {
                Analysis.Scorecards.Recommendation.Ship => Message.Recommendation.Ship,
                Analysis.Scorecards.Recommendation.DoNotShip => Message.Recommendation.DoNotShip,
                Analysis.Scorecards.Recommendation.Invalid => Message.Recommendation.Invalid,
                _ => Message.Recommendation.Iterate,
            },
            Reasons = { scorecard.Reasons },
            Mode = ModeOf(stored.Mode),
            Watermark = WatermarkOf(stored.DataRevision),
            Sql = stored.Sql,
        };
        message.Checks.Add(scorecard.Checks.Select(check => new Message.ScorecardCheck
        {
            Check = string.Join(':', new[] { check.Name, check.Metric, check.Variant }.Where(part => part is not null)),
            Status = check.Status switch
            {
                CheckStatus.Failed => "fail",
                CheckStatus.Open => "warn",
                _ => "pass",
            },
            Detail = check.Reason,
        }));
        foreach (var (metric, version) in stored.MetricVersions.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            message.MetricVersions[metric] = version;
        }

        return message;
    }

    public static ContractMode ModeOf(AnalysisMode mode) => mode == AnalysisMode.Exposed ? ContractMode.Exposed : ContractMode.Itt;

    private static SampleRatio Of(Statistics.SampleRatio.SampleRatioResult test)
    {
        var message = new SampleRatio
        {
            Df = (int)(test.DegreesOfFreedom.OrNull ?? 0),
            Severity = test.Severity.ToString().ToLowerInvariant(),
        };
        Set(test.ChiSquared, value => message.ChiSquared = value);
        Set(test.PValue, value => message.PValue = value);
        return message;
    }

    private static Message.MetricAnalysis Of(Analysis.Experiments.MetricAnalysis metric) => new()
    {
        MetricKey = metric.Metric.Key,
        Version = metric.Metric.Version,
        Role = metric.Metric.Role.ToString().ToLowerInvariant(),
        Type = metric.Metric.Type == MetricType.Conversion ? "conversion" : "mean",
        Comparisons = { metric.Comparisons.Select(Of) },
    };

    private static Comparison Of(VariantComparison compared)
    {
        var test = compared.Comparison;
        var message = new Comparison
        {
            Variant = compared.Variant,
            NControl = test.ControlCount,
            NTreatment = test.TreatmentCount,
            Absolute = Of(test.Absolute),
            Relative = Of(test.Relative),
            AbsenceReason = ReasonOf(test),
        };
        Set(test.ControlMean, value => message.ControlMean = value);
        Set(test.TreatmentMean, value => message.TreatmentMean = value);
        Set(test.Statistic, value => message.Statistic = value);
        Set(test.DegreesOfFreedom, value => message.Df = value);
        Set(test.PValue, value => message.PValue = value);
        Set(compared.PValueAdjusted, value => message.PValueAdjusted = value);
        return message;
    }

    private static Message.Estimate Of(Statistics.Estimate estimate)
    {
        var message = new Message.Estimate();
        Set(estimate.Value, value => message.Estimate_ = value);
        Set(estimate.StandardError, value => message.StdError = value);
        Set(estimate.Low, value => message.CiLow = value);
        Set(estimate.High, value => message.CiHigh = value);
        return message;
    }

    private static string ReasonOf(Statistics.Comparisons.MeanComparison test)
    {
        Measure[] numbers = [test.PValue, test.Absolute.Low, test.Relative.Value, test.Relative.Low];
        return numbers.Select(number => number.Reason).FirstOrDefault(reason => reason is not null) is { } absent ? absent.Describe() : "";
    }

    private static void Set(Measure measure, Action<double> set)
    {
        if (measure.TryGet(out var value))
        {
            set(value);
        }
    }

    /// <summary>The warehouse states the revision of its data as the time of the newest raw row.</summary>
    private static Timestamp? WatermarkOf(string dataRevision) =>
        DateTimeOffset.TryParseExact(
            dataRevision,
            "'events until 'yyyy-MM-dd HH:mm:ss.fff' UTC'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var watermark)
            ? Timestamp.FromDateTimeOffset(watermark)
            : null;
}
