namespace GrpcExp.Evaluation;

/// <summary>Collects everything that is wrong, so that a user mends it in one go.</summary>
internal sealed class ProblemList
{
    /// <summary>A hostile document could be wrong in a million places; beyond this many nobody reads on.</summary>
    private const int MaxProblems = 1_000;

    private readonly List<SnapshotProblem> _problems = [];

    public IReadOnlyList<SnapshotProblem> Problems => _problems;

    public void Add(string path, string message)
    {
        if (_problems.Count < MaxProblems)
        {
            _problems.Add(new SnapshotProblem(path, message));
        }
    }

    public bool CheckKey(string path, string? key)
    {
        if (!string.IsNullOrEmpty(key) && key.Length <= EvaluationLimits.KeyLength
            && key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'))
        {
            return true;
        }

        Add(path, $"key '{key}' is refused: use 1 to {EvaluationLimits.KeyLength} letters, digits, '_', '-' or '.'");
        return false;
    }

    public void CheckCount(string path, string what, int count, int most)
    {
        if (count > most)
        {
            Add(path, $"{count} {what} are over the limit of {most}");
        }
    }

    /// <summary>The items by key; reports keys that are malformed or come twice.</summary>
    public Dictionary<string, T> Index<T>(string path, IEnumerable<T> items, Func<T, string> keyOf)
    {
        var byKey = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var key = keyOf(item);
            if (CheckKey($"{path}[{key}].key", key) && !byKey.TryAdd(key, item))
            {
                Add($"{path}[{key}].key", $"key '{key}' is there twice: keys are unique");
            }
        }

        return byKey;
    }

    /// <summary>Checks that ranges lie within 0..10000 and that no two of them overlap.</summary>
    public void CheckRanges(string path, IEnumerable<(string Owner, BucketRange Range)> ranges)
    {
        (string Owner, BucketRange Range)? last = null;
        foreach (var current in ranges.OrderBy(owned => owned.Range.Start).ThenBy(owned => owned.Range.End))
        {
            if (!current.Range.IsValid)
            {
                Add(path, $"range {current.Range} of {current.Owner} is refused: 0 <= start < end <= {Bucketing.BucketCount}");
                continue;
            }

            if (last is { } before && before.Range.Overlaps(current.Range))
            {
                Add(path, $"range {current.Range} of {current.Owner} overlaps {before.Range} of {before.Owner}: ranges are disjoint");
            }

            if (last is null || current.Range.End > last.Value.Range.End)
            {
                last = current;
            }
        }
    }
}
