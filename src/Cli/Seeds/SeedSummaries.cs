using System.Text.Json;

namespace GrpcExp.Cli.Seeds;

/// <summary>Says what was planted, from the plan and not from the rows: tests count the rows on their own.</summary>
internal static class SeedSummaries
{
    public static SeedExperimentSummary Of(SeedExperiment experiment, RowDefects rows)
    {
        var (verdict, recommendation) = Expected(experiment.Planted);
        return new SeedExperimentSummary(
            experiment.Key,
            experiment.State,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(experiment.Planted.ToString()),
            verdict,
            recommendation,
            experiment.Planted switch
            {
                PlantedEffect.NotStarted => "",
                PlantedEffect.SampleRatioMismatch => "fail",
                _ => "ok",
            },
            experiment.HasData ? experiment.Arms.ToDictionary(arm => arm.Variant, arm => arm.Units) : [],
            experiment.HasData ? Defects(experiment, rows) : new SeedDefectCounts());
    }

    private static (string Verdict, string Recommendation) Expected(PlantedEffect planted) => planted switch
    {
        PlantedEffect.Winner => ("GREEN", "SHIP"),
        PlantedEffect.Loser or PlantedEffect.GuardrailViolation => ("RED", "DO_NOT_SHIP"),
        PlantedEffect.SampleRatioMismatch or PlantedEffect.BrokenLogging => ("RED", "INVALID"),
        PlantedEffect.NotStarted => ("", ""),
        _ => ("YELLOW", "ITERATE"),
    };

    private static SeedDefectCounts Defects(SeedExperiment experiment, RowDefects rows)
    {
        int Units(UnitDefect defect) => experiment.Defects.GetValueOrDefault(defect);
        return new SeedDefectCounts
        {
            AssignmentResends = rows.AssignmentResends,
            RepeatedAssignments = Units(UnitDefect.RepeatedAssignment),
            CrossoverUnits = Units(UnitDefect.Crossover),
            BadBuckets = rows.BadBuckets,
            MissingAssignmentFields = rows.MissingAssignmentFields,
            ExposureResends = rows.ExposureResends,
            OrphanExposures = rows.OrphanExposures,
            MissingExposureFields = rows.MissingExposureFields,
            PreAssignmentExposures = Units(UnitDefect.PreAssignmentExposure),
            LateExposures = Units(UnitDefect.LateExposure),
            VariantMismatches = Units(UnitDefect.VariantMismatch),
            MultipleVariantExposures = Units(UnitDefect.MultipleVariants),
            NeverExposed = Units(UnitDefect.NeverExposed),
        };
    }
}
