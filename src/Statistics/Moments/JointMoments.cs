namespace GrpcExp.Statistics.Moments;

/// <summary>
/// The joint sufficient statistics of several variables measured on the same units: count, every mean, and every
/// centred sum of squares and cross products. What a ratio metric and an adjustment for several covariates need.
/// Immutable; <c>default</c> is the empty sample of no variables and merges with anything.
/// </summary>
/// <remarks>Merging: P. Pébay, "Formulas for Robust, One-Pass Parallel Computation of Covariances" (2008).</remarks>
public readonly struct JointMoments
{
    /// <summary>The most variables one sample may have; the matrix grows with its square.</summary>
    public const int MaximumVariables = 32;

    private readonly SampleMoments[]? variables;

    // Σ(xi − x̄i)(xj − x̄j) for i < j, row by row; the squares are in the variables.
    private readonly double[]? cross;

    private JointMoments(SampleMoments[] variables, double[] cross)
    {
        this.variables = variables;
        this.cross = cross;
    }

    /// <summary>Number of units.</summary>
    public long Count => variables is { Length: > 0 } ? variables[0].Count : 0;

    /// <summary>Number of variables; 0 for <c>default</c>.</summary>
    public int Variables => variables?.Length ?? 0;

    /// <summary>Moments of one variable.</summary>
    /// <param name="variable">0..<see cref="Variables"/> − 1.</param>
    public SampleMoments this[int variable] => variables is { } all && (uint)variable < (uint)all.Length
        ? all[variable]
        : throw new ArgumentOutOfRangeException(nameof(variable), variable, $"This sample has {Variables} variables, numbered from 0.");

    /// <summary>Σ(xi − x̄i)(xj − x̄j); for i = j the sum of squares.</summary>
    /// <param name="i">0..<see cref="Variables"/> − 1.</param>
    /// <param name="j">0..<see cref="Variables"/> − 1.</param>
    public double CrossM2(int i, int j) => i == j ? this[i].M2 : cross![Index(Variables, Math.Min(i, j), Math.Max(i, j))];

    /// <summary>Unit by unit.</summary>
    /// <param name="rows">One row a unit, one finite number a variable; all rows equally long, at most <see cref="MaximumVariables"/>.</param>
    public static JointMoments FromRows(IEnumerable<IReadOnlyList<double>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var sample = default(JointMoments);
        foreach (var row in rows)
        {
            sample = sample.Add(row);
        }

        return sample;
    }

    /// <summary>From sums as SQL yields them; every variable may be summed around its own shift.</summary>
    /// <param name="count">n ≥ 0.</param>
    /// <param name="sums">Σ(xi − shifti), one a variable, at most <see cref="MaximumVariables"/>.</param>
    /// <param name="products">Σ(xi − shifti)(xj − shiftj), square and symmetric; only i ≤ j is read.</param>
    /// <param name="shifts">Subtracted from every value of a variable, default 0.</param>
    public static JointMoments FromSums(
        long count, IReadOnlyList<double> sums, IReadOnlyList<IReadOnlyList<double>> products, IReadOnlyList<double>? shifts = null)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(products);
        int k = RequireVariables(sums.Count, nameof(sums));
        if (products.Count != k || products.Any(row => row.Count != k) || (shifts is not null && shifts.Count != k))
        {
            throw new ArgumentException($"{k} sums need {k} times {k} products and, when given, {k} shifts.", nameof(products));
        }

        var variables = new SampleMoments[k];
        var cross = new double[k * (k - 1) / 2];
        for (int i = 0; i < k; i++)
        {
            variables[i] = SampleMoments.FromSums(count, sums[i], products[i][i], shifts?[i] ?? 0);
        }

        for (int i = 0; i < k; i++)
        {
            for (int j = i + 1; j < k; j++)
            {
                cross[Index(k, i, j)] = count == 0 || variables[i].M2 == 0 || variables[j].M2 == 0
                    ? 0
                    : RequireFinite(CenteredSums.Product(count, sums[i], sums[j], products[i][j]), nameof(products));
            }
        }

        return new JointMoments(variables, cross);
    }

    /// <summary>The sample with one more unit.</summary>
    /// <param name="values">One finite number a variable.</param>
    public JointMoments Add(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int k = RequireVariables(values.Count, nameof(values));
        RequireSame(k, nameof(values));
        var before = variables ?? new SampleMoments[k];
        var after = new SampleMoments[k];
        var sums = cross is null ? new double[k * (k - 1) / 2] : (double[])cross.Clone();
        for (int i = 0; i < k; i++)
        {
            after[i] = before[i].Add(values[i]);
        }

        for (int i = 0; i < k; i++)
        {
            for (int j = i + 1; j < k; j++)
            {
                sums[Index(k, i, j)] += before[i].Deviation(values[i]) * after[j].Deviation(values[j]);
            }
        }

        return new JointMoments(after, sums);
    }

    /// <summary>The moments of both samples together; exact up to rounding, in any order.</summary>
    /// <param name="other">The same variables in the same order, or <c>default</c>.</param>
    public JointMoments Merge(JointMoments other)
    {
        if (other.Count == 0)
        {
            return Variables == 0 ? other : this;
        }

        if (Count == 0)
        {
            return other;
        }

        int k = Variables;
        RequireSame(other.Variables, nameof(other));
        double weight = (double)Count / ((double)Count + other.Count) * other.Count;
        var merged = new SampleMoments[k];
        var sums = new double[cross!.Length];
        for (int i = 0; i < k; i++)
        {
            merged[i] = this[i].Merge(other[i]);
            for (int j = i + 1; j < k; j++)
            {
                int at = Index(k, i, j);
                sums[at] = cross[at] + other.cross![at]
                    + other[i].DifferenceFrom(this[i]) * other[j].DifferenceFrom(this[j]) * weight;
            }
        }

        return new JointMoments(merged, sums);
    }

    /// <summary>The same units with the first two variables replaced by one whose moments and cross products are given.</summary>
    internal JointMoments ReplaceFirstTwo(SampleMoments first, Func<int, double> crossWith)
    {
        int k = Variables - 1;
        var kept = new SampleMoments[k];
        var sums = new double[k * (k - 1) / 2];
        kept[0] = first;
        for (int i = 1; i < k; i++)
        {
            kept[i] = this[i + 1];
            sums[Index(k, 0, i)] = RequireFinite(crossWith(i + 1), nameof(crossWith));
            for (int j = i + 1; j < k; j++)
            {
                sums[Index(k, i, j)] = CrossM2(i + 1, j + 1);
            }
        }

        return new JointMoments(kept, sums);
    }

    private static int Index(int k, int i, int j) => i * (2 * k - i - 1) / 2 + j - i - 1;

    private static double RequireFinite(double value, string parameter) => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, "A sum of cross products must be finite.");

    private static int RequireVariables(int count, string parameter) => count is > 0 and <= MaximumVariables
        ? count
        : throw new ArgumentOutOfRangeException(parameter, count, $"A sample has 1 to {MaximumVariables} variables.");

    private void RequireSame(int count, string parameter)
    {
        if (Variables != 0 && Variables != count)
        {
            throw new ArgumentException($"This sample has {Variables} variables, but {parameter} has {count}.", parameter);
        }
    }
}
