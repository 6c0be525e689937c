using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides whether a contract promises what a build can look at.</summary>
internal static class ContractRules
{
    public static void Check(Violations violations, Metric metric)
    {
        if (metric.Contract is not { } contract)
        {
            return;
        }

        CheckValue("min_value", contract.HasMinValue, double.IsFinite(contract.MinValue), contract.MinValue, "a finite value");
        CheckValue("max_value", contract.HasMaxValue, double.IsFinite(contract.MaxValue), contract.MaxValue, "a finite value");
        CheckValue("max_null_rate", contract.HasMaxNullRate, contract.MaxNullRate is >= 0 and <= 1, contract.MaxNullRate, "a share of 0 to 1");
        violations.AddIf(
            contract is { HasMinValue: true, HasMaxValue: true } && contract.MaxValue < contract.MinValue,
            "metric.contract.max_value",
            $"{contract.MaxValue:R} is below min_value {contract.MinValue:R}");
        if (contract.FreshnessHours != 0)
        {
            violations.Range("metric.contract.freshness_hours", contract.FreshnessHours, 1, Limits.AttributionWindowHours, "hours, or 0 for none");
            violations.AddIf(metric.EventName.Length == 0, "metric.contract.freshness_hours", "needs an event_name: all events together are fresh while any is");
        }

        void CheckValue(string field, bool isSet, bool fits, double value, string wanted)
        {
            if (isSet)
            {
                violations.AddIf(!fits, $"metric.contract.{field}", $"{value:R} is refused: give {wanted}");
                violations.AddIf(!MetricMeaning.ReadsValues(metric), $"metric.contract.{field}", $"is of values, and a {EnumRules.Word(metric.Type)} reads none here: leave it out");
                violations.AddIf(metric.Filters.Count > 0, $"metric.contract.{field}", "is not looked at where filters choose the events: leave it out");
            }
        }
    }
}
