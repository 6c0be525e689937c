namespace GrpcExp.Evaluation;

/// <summary>Chooses the buckets that each variant owns, so that ramping up only adds units. Pure and deterministic.</summary>
/// <remarks>
/// Each variant owns a home region of 0..9999 as long as its weight, in the order given. Traffic takes a prefix of each
/// home region. The prefixes' lengths are apportioned so that more traffic never shortens one, and together they are
/// exactly the traffic; at 100 % they fill the home regions. Granularity is 1 basis point.
/// </remarks>
public static class VariantAllocator
{
    /// <summary>The ranges of a new experiment.</summary>
    /// <param name="weights">Variants in a fixed order with their weights; distinct keys, at least one weight above zero.</param>
    /// <param name="traffic">Share of units to take.</param>
    /// <returns>One allocation a variant, in the order given.</returns>
    /// <exception cref="ArgumentException">A key is missing or twice, a weight is outside 0..10000, or all are zero.</exception>
    public static IReadOnlyList<VariantAllocation> Allocate(IReadOnlyList<VariantWeight> weights, BasisPoints traffic) =>
        Ramp([], weights, traffic);

    /// <summary>
    /// The ranges after a change of traffic: up, every unit keeps its variant and units are only added; down, units only
    /// leave, from the ends of the regions. When weights changed too, nobody moves and growth goes towards the new weights
    /// as far as the traffic allows.
    /// </summary>
    /// <param name="previous">The ranges so far; valid and disjoint.</param>
    /// <param name="weights">As in <see cref="Allocate"/>; every variant of <paramref name="previous"/> is among them.</param>
    /// <param name="traffic">Share of units to take from now on.</param>
    /// <returns>One allocation a variant, in the order of <paramref name="weights"/>.</returns>
    /// <exception cref="ArgumentException">As in <see cref="Allocate"/>, or the previous ranges overlap or name another variant.</exception>
    public static IReadOnlyList<VariantAllocation> Ramp(
        IReadOnlyList<VariantAllocation> previous, IReadOnlyList<VariantWeight> weights, BasisPoints traffic)
    {
        Check(weights);
        var home = Apportionment.Apportion([.. weights.Select(weight => weight.Weight)], Bucketing.BucketCount);
        var owners = Owners(previous, weights);
        var owned = new int[weights.Count];
        foreach (var owner in owners.Where(owner => owner >= 0))
        {
            owned[owner]++;
        }

        var target = Targets(home, owned, traffic.Value);
        var starts = new int[home.Length];
        for (var index = 1; index < home.Length; index++)
        {
            starts[index] = starts[index - 1] + home[index - 1];
        }

        // First everybody shrinks or grows at home, and only then takes what is free elsewhere: nobody is built over.
        for (var index = 0; index < home.Length; index++)
        {
            Release(owners, index, owned[index] - target[index]);
        }

        for (var index = 0; index < home.Length; index++)
        {
            owned[index] = Math.Min(owned[index], target[index]);
            owned[index] += Take(owners, index, new BucketRange(starts[index], starts[index] + home[index]), target[index] - owned[index]);
        }

        for (var index = 0; index < home.Length; index++)
        {
            Take(owners, index, new BucketRange(0, Bucketing.BucketCount), target[index] - owned[index]);
        }

        return [.. weights.Select((weight, index) => new VariantAllocation(weight.Variant, Ranges(owners, index)))];
    }

    private static void Check(IReadOnlyList<VariantWeight> weights)
    {
        foreach (var weight in weights)
        {
            if (string.IsNullOrEmpty(weight.Variant) || weight.Weight is < 0 or > Bucketing.BucketCount)
            {
                throw new ArgumentException($"Weight {weight.Weight} of variant '{weight.Variant}' is refused: give a key and 0 to 10000.", nameof(weights));
            }
        }

        if (weights.Select(weight => weight.Variant).Distinct(StringComparer.Ordinal).Count() != weights.Count)
        {
            throw new ArgumentException("A variant is listed twice: give each variant one weight.", nameof(weights));
        }

        if (weights.All(weight => weight.Weight == 0))
        {
            throw new ArgumentException("No variant has a weight above zero: give at least one.", nameof(weights));
        }
    }

    private static int[] Owners(IReadOnlyList<VariantAllocation> previous, IReadOnlyList<VariantWeight> weights)
    {
        var owners = new int[Bucketing.BucketCount];
        Array.Fill(owners, -1);
        foreach (var allocation in previous)
        {
            var index = weights.Select(weight => weight.Variant).ToList().IndexOf(allocation.Variant);
            if (index < 0)
            {
                throw new ArgumentException($"Variant '{allocation.Variant}' has units but no weight: give it weight 0 to let it keep them.", nameof(previous));
            }

            foreach (var range in allocation.Ranges)
            {
                if (!range.IsValid || owners.AsSpan(range.Start, range.Length).ContainsAnyExcept(-1))
                {
                    throw new ArgumentException($"Range {range} of variant '{allocation.Variant}' is outside 0..10000 or overlaps another.", nameof(previous));
                }

                owners.AsSpan(range.Start, range.Length).Fill(index);
            }
        }

        return owners;
    }

    // Ramping up nobody goes below what it owns, ramping down nobody above it; the rest follows the weights.
    private static int[] Targets(int[] home, int[] owned, int traffic)
    {
        if (traffic <= owned.Sum())
        {
            var wanted = Apportionment.Apportion(home, traffic);
            return Reduce([.. wanted.Zip(owned, Math.Min)], owned, traffic, step: 1);
        }

        var target = Apportionment.Apportion(home, traffic);
        return Reduce([.. target.Zip(owned, Math.Max)], owned, traffic, step: -1);
    }

    // Moves the total to the traffic one basis point at a time, at the variant furthest from what it owns.
    private static int[] Reduce(int[] target, int[] owned, int traffic, int step)
    {
        for (var sum = target.Sum(); sum != traffic; sum += step)
        {
            var furthest = 0;
            for (var index = 1; index < target.Length; index++)
            {
                if (Math.Abs(target[index] - owned[index]) > Math.Abs(target[furthest] - owned[furthest]))
                {
                    furthest = index;
                }
            }

            target[furthest] += step;
        }

        return target;
    }

    private static void Release(int[] owners, int index, int count)
    {
        for (var bucket = owners.Length - 1; bucket >= 0 && count > 0; bucket--)
        {
            if (owners[bucket] == index)
            {
                owners[bucket] = -1;
                count--;
            }
        }
    }

    private static int Take(int[] owners, int index, BucketRange from, int count)
    {
        var taken = 0;
        for (var bucket = from.Start; bucket < from.End && taken < count; bucket++)
        {
            if (owners[bucket] < 0)
            {
                owners[bucket] = index;
                taken++;
            }
        }

        return taken;
    }

    private static List<BucketRange> Ranges(int[] owners, int index)
    {
        var ranges = new List<BucketRange>();
        for (var bucket = 0; bucket < owners.Length; bucket++)
        {
            if (owners[bucket] != index)
            {
                continue;
            }

            var start = bucket;
            while (bucket < owners.Length && owners[bucket] == index)
            {
                bucket++;
            }

            ranges.Add(new BucketRange(start, bucket));
        }

        return ranges;
    }
}
