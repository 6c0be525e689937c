using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Seeds;
using GrpcExp.Contracts.Ingest.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Demo;

/// <summary>Holds what the platform found against what the manifest says was planted.</summary>
internal sealed class PlantedDefects(SeedManifest manifest)
{
    private readonly List<(string What, long Planted, long Found)> _rows = [];

    /// <summary>True when every number fits.</summary>
    public bool AllFound => _rows.TrueForAll(row => row.Planted == row.Found);

    /// <summary>Takes what ingestion answered.</summary>
    public void Ingested(RecordResponse assignments, RecordResponse exposures, RecordResponse events)
    {
        var planted = manifest.Totals;
        Add("rows sent twice, stored once", planted.AssignmentResends + planted.ExposureResends + planted.OutcomeResends, assignments.Duplicate + exposures.Duplicate + events.Duplicate);
        Add(
            "rows refused with a reason (bad bucket, missing field)",
            planted.BadBuckets + planted.MissingAssignmentFields + planted.MissingExposureFields + planted.MissingOutcomeFields,
            assignments.Rejected + exposures.Rejected + events.Rejected);
    }

    /// <summary>Takes what the analyses found.</summary>
    public void Analysed(IReadOnlyList<Readout> readouts)
    {
        long Found(string check) => readouts.Sum(readout => readout.Quality.Where(finding => finding.Check == check).Sum(finding => finding.Count));
        var planted = manifest.Totals;
        Add("assignments repeated under another id", planted.RepeatedAssignments, Found("duplicate_assignments"));
        Add("units in two variants", planted.CrossoverUnits, Found("crossover_units"));
        Add("units exposed before their assignment", planted.PreAssignmentExposures, Found("pre_assignment_exposures"));

        // Who saw the own variant and then another saw another one, too.
        Add("units that saw another variant", planted.VariantMismatches + planted.MultipleVariantExposures, Found("variant_mismatches"));
        Add("units that saw two variants", planted.MultipleVariantExposures, Found("multi_variation_exposures"));
        Add("units exposed after the end", planted.LateExposures, Found("exposures_outside_window"));
        Add("units never exposed", planted.NeverExposed, Found("never_exposed_units"));
        Add("exposures of units never assigned", planted.OrphanExposures, Found("orphan_exposures"));
        foreach (var (planting, title) in new[]
        {
            ("winner", "clear winners GREEN"), ("loser", "clear losers RED"), ("guardrail_violation", "harmed guardrail RED"),
            ("segment_loser", "losing segment under a winner YELLOW"), ("sample_ratio_mismatch", "sample ratio mismatch RED, INVALID"),
            ("early_winner", "winner before its plan YELLOW"), ("broken_logging", "broken logging RED, INVALID"), ("flat", "nothing there YELLOW"),
        })
        {
            var wanted = manifest.Experiments.Where(experiment => experiment.Planted == planting).ToArray();
            Add(title, wanted.Length, wanted.Count(experiment => readouts.Any(readout =>
                readout.Title == experiment.Key && readout.Verdict == experiment.Verdict && readout.Recommendation == experiment.Recommendation)));
        }
    }

    /// <summary>Planted beside found.</summary>
    public void Print(IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).Title("[bold]Planted in the seeds, found by the platform[/]");
        table.AddColumn("What");
        table.AddColumn(new TableColumn("Planted").RightAligned());
        table.AddColumn(new TableColumn("Found").RightAligned());
        table.AddColumn("");
        foreach (var (what, planted, found) in _rows)
        {
            table.AddRow(Markup.Escape(what), Figures.Count(planted), Figures.Count(found), planted == found ? "[green]✓[/]" : "[red]differs[/]");
        }

        console.Write(table);
    }

    private void Add(string what, long planted, long found) => _rows.Add((what, planted, found));
}
