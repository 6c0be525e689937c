using System.Globalization;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.EndToEnd.Seeds;

/// <summary>The rows of the seeds as ingestion takes them, read with nothing but a split: neither file has quotes.</summary>
internal static class SeedRows
{
    public static IEnumerable<AssignmentRow> Assignments(string folder) => Lines(folder, "assignments.csv").Select(f => new AssignmentRow(
        f[0], f[1], f[2], f[3], f[4], int.Parse(f[5], CultureInfo.InvariantCulture), Time(f[6]), Segment: f[9], Country: f[7], Platform: f[8]));

    public static IEnumerable<ExposureRow> Exposures(string folder) => Lines(folder, "events.csv")
        .Where(f => f[1] == "experiment_exposure")
        .Select(f => new ExposureRow(f[0], f[5], f[6], f[2], f[7], Time(f[3])));

    public static IEnumerable<EventRow> Outcomes(string folder) => Lines(folder, "events.csv")
        .Where(f => f[1] != "experiment_exposure")
        .Select(f => new EventRow(f[0], f[2], f[1], f[4].Length > 0 ? double.Parse(f[4], CultureInfo.InvariantCulture) : null, Time(f[3])));

    private static IEnumerable<string[]> Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => line.Split(','));

    private static DateTimeOffset? Time(string text) =>
        text.Length > 0 ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;
}
