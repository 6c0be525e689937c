namespace GrpcExp.Warehouse.Builds;

/// <summary>Whom the failure of a data test concerns.</summary>
/// <param name="Test">Name of the test.</param>
/// <param name="RowsByExperiment">Failing rows by the <c>experiment_key</c> they carry; under the empty key those that carry none.</param>
internal sealed record TestFailure(string Test, IReadOnlyDictionary<string, long> RowsByExperiment)
{
    /// <summary>Failing rows by experiment. What belongs to none of them may be wrong in any, and so counts for each.</summary>
    public IEnumerable<(string ExperimentKey, long Rows)> Among(IReadOnlyCollection<string> experiments)
    {
        var ofNone = RowsByExperiment.Where(rows => !experiments.Contains(rows.Key)).Sum(rows => rows.Value);
        return experiments.Select(key => (key, RowsByExperiment.GetValueOrDefault(key) + ofNone)).Where(found => found.Item2 > 0);
    }
}
