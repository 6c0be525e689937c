namespace GrpcExp.Cli.Seeds;

/// <summary>manifest.json: what is in the files and what was planted in them.</summary>
/// <param name="Seed">The seed they were made with.</param>
/// <param name="Files">File name → its contents in numbers.</param>
/// <param name="Totals">Everything planted, over all experiments.</param>
/// <param name="Experiments">By position in experiments.csv.</param>
internal sealed record SeedManifest(
    ulong Seed,
    IReadOnlyDictionary<string, SeedFileSummary> Files,
    SeedDefectCounts Totals,
    IReadOnlyList<SeedExperimentSummary> Experiments);
