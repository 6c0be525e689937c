using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>The units of a file after the last row, made into the input of an analysis.</summary>
internal sealed class CsvSample(
    CsvExperimentConfig config,
    UnitTable units,
    IReadOnlyList<NumberColumn> metrics,
    IReadOnlyList<NumberColumn> covariates,
    IReadOnlyList<string> segments,
    IReadOnlyList<string> strata,
    ExposureColumn? exposure)
{
    /// <summary>Share of units beyond which crossovers or mismatches make a result invalid.</summary>
    private const double ErrorShare = 0.1;

    /// <summary>Segments analysed on their own; the smaller ones are put together.</summary>
    private const int MaxSegments = 50;

    private readonly AnalysisMode mode = config.Mode ?? AnalysisMode.Itt;
    private readonly List<QualityFinding> capFindings = [];

    public ExperimentInput ToInput(string key, long missingUnit, long missingVariant, string revision)
    {
        var order = Order();
        int[] analysed = [.. Enumerable.Range(0, units.Count).Where(IsAnalysed)];
        var counts = new long[units.Variants.Count];
        foreach (var unit in analysed)
        {
            counts[units.VariantOf(unit)]++;
        }

        var segmentOf = SegmentOf(analysed);
        MetricInput[] inputs = [.. metrics.Select((metric, i) => Measure(metric, config.Metrics[i], i, analysed, segmentOf))];
        return new ExperimentInput
        {
            Key = key,
            Mode = mode,
            Control = config.Control,
            Alpha = config.Alpha,
            Test = config.Test,
            Readings = config.Readings,
            Correction = config.Correction,
            Variants = [.. order.Select(variant => new VariantInput(variant, Units(variant), config.Split?[variant] ?? 1))],
            Metrics = inputs,
            Quality = Findings(missingUnit, missingVariant, analysed),
            DataRevision = revision,
        };

        long Units(string variant) => units.Variants.IndexOf(variant) is >= 0 and var index ? counts[index] : 0;
    }

    /// <summary>Control first, then by name, so that the order of rows does not matter.</summary>
    private string[] Order()
    {
        var known = config.Split is null ? units.Variants : units.Variants.Union(config.Split.Keys).ToList();
        if (units.Variants.FirstOrDefault(variant => config.Split?.ContainsKey(variant) == false) is { } unplanned)
        {
            throw new CsvInputException($"variant \"{unplanned}\" is not in the split; give it a share, 0 if it should have no units.", null, config.Variant);
        }

        if (units.Variants.Count < 2)
        {
            throw new CsvInputException(
                units.Variants.Count == 0 ? "it is missing in every row." : $"every unit is in variant \"{units.Variants[0]}\"; a comparison needs at least two variants.",
                null,
                config.Variant);
        }

        if (!units.Variants.Contains(config.Control))
        {
            throw new CsvInputException($"no unit is in control \"{config.Control}\". The variants are: {string.Join(", ", units.Variants)}.", null, config.Variant);
        }

        if (config.ExposureMap.Keys.FirstOrDefault(variant => !known.Contains(variant)) is { } unknown)
        {
            throw new CsvInputException($"the exposure map names \"{unknown}\", which is no variant. The variants are: {string.Join(", ", known)}.", null, config.Exposure);
        }

        return [.. known.OrderBy(variant => variant == config.Control ? 0 : 1).ThenBy(variant => variant, StringComparer.Ordinal)];
    }

    private bool IsAnalysed(int unit) =>
        !units.IsCrossover(unit) && (mode == AnalysisMode.Itt || exposure![unit] == ExposureColumn.Sight.Own);

    private MetricInput Measure(NumberColumn metric, CsvMetricConfig wanted, int position, int[] analysed, string[]? segmentOf)
    {
        var values = Capped(metric, analysed);
        double[][] before = [.. covariates.Select(covariate => Filled(covariate.Values, analysed))];
        return new MetricInput
        {
            Key = metric.Name,
            Type = metric.Type,
            Role = wanted.Role ?? (position == 0 ? MetricRole.Primary : MetricRole.Secondary),
            Direction = wanted.Direction,
            ByVariant = WithRows(Sums(values, before.Length == 1 ? before[0] : null, analysed), values, before, analysed),
            Segments = segmentOf is null ? [] : [.. Segments(values, analysed, segmentOf)],
        };
    }

    private IEnumerable<SegmentInput> Segments(IReadOnlyList<double> values, int[] analysed, string[] segmentOf) =>
        from i in Enumerable.Range(0, analysed.Length)
        group analysed[i] by segmentOf[i] into segment
        orderby segment.Key == OtherSegments ? 1 : 0, segment.Key
        select new SegmentInput(config.Segment!, segment.Key, Sums(values, null, [.. segment]));

    private Dictionary<string, MetricVariantInput> Sums(IReadOnlyList<double> values, double[]? covariates, int[] counted)
    {
        var moments = new SampleMoments[units.Variants.Count];
        var joint = new CovariateMoments[units.Variants.Count];
        foreach (var unit in counted)
        {
            var value = values[unit];
            if (double.IsNaN(value))
            {
                continue;
            }

            var variant = units.VariantOf(unit);
            moments[variant] = moments[variant].Add(value);
            if (covariates is not null)
            {
                joint[variant] = joint[variant].Add(value, covariates[unit]);
            }
        }

        return units.Variants.Select((variant, i) => (variant, Input: new MetricVariantInput(moments[i], covariates is null ? null : joint[i])))
            .ToDictionary(pair => pair.variant, pair => pair.Input);
    }

    // What only some methods need: joint sums with several covariates, by stratum, and the values themselves.
    private Dictionary<string, MetricVariantInput> WithRows(
        Dictionary<string, MetricVariantInput> sums, IReadOnlyList<double> values, double[][] before, int[] counted)
    {
        bool wantsValues = config.Test.NeedsValues || config.Readings.Quantiles.Count > 0;
        if (before.Length < 2 && config.Stratum is null && !wantsValues)
        {
            return sums;
        }

        var present = counted.Where(unit => !double.IsNaN(values[unit])).ToLookup(units.VariantOf);
        JointMoments Joint(IEnumerable<int> of) => JointMoments.FromRows(of.Select(unit => (double[])[values[unit], .. before.Select(column => column[unit])]));
        return units.Variants.Select((variant, i) => (Key: variant, Input: sums[variant] with
        {
            Covariates = before.Length > 1 ? Joint(present[i]) : null,
            Strata = config.Stratum is null ? null : present[i].GroupBy(unit => strata[unit]).ToDictionary(stratum => stratum.Key, Joint),
            Values = wantsValues ? [.. present[i].Select(unit => values[unit])] : null,
        })).ToDictionary(pair => pair.Key, pair => pair.Input);
    }

    private IReadOnlyList<double> Capped(NumberColumn metric, int[] analysed)
    {
        if ((config.CapPercentile is null && config.CapValue is null) || metric.Type != MetricType.Mean)
        {
            return metric.Values;
        }

        double[] present = [.. analysed.Select(unit => metric.Values[unit]).Where(value => !double.IsNaN(value))];
        if (present.Length == 0)
        {
            return metric.Values;
        }

        var cap = config.CapValue ?? Percentiles.Linear(present, config.CapPercentile!.Value);
        var why = config.CapPercentile is { } percentile ? string.Create(CultureInfo.InvariantCulture, $", percentile {percentile} over all variants,") : "";
        capFindings.Add(new QualityFinding(
            "capped_values",
            FindingSeverity.Ok,
            present.LongCount(value => value > cap),
            string.Create(CultureInfo.InvariantCulture, $"Values of {metric.Name} above {cap:0.######}{why} were set to it.")));
        return [.. metric.Values.Select(value => value > cap ? cap : value)];
    }

    /// <summary>A missing covariate is set to the mean of all: it then adjusts nothing and the unit stays in.</summary>
    private static double[] Filled(IReadOnlyList<double> values, int[] analysed)
    {
        var mean = analysed.Where(unit => !double.IsNaN(values[unit])).Aggregate(default(SampleMoments), (moments, unit) => moments.Add(values[unit])).Mean;
        return [.. values.Select(value => double.IsNaN(value) ? mean : value)];
    }

    private const string OtherSegments = "other values";

    private string[]? SegmentOf(int[] analysed)
    {
        if (config.Segment is null)
        {
            return null;
        }

        var sizes = analysed.CountBy(unit => segments[unit]).ToArray();
        var kept = sizes.Length <= MaxSegments
            ? null
            : sizes.OrderByDescending(size => size.Value).ThenBy(size => size.Key, StringComparer.Ordinal).Take(MaxSegments - 1).Select(size => size.Key).ToHashSet();
        return [.. analysed.Select(unit => kept is null || kept.Contains(segments[unit]) ? segments[unit] : OtherSegments)];
    }

    private QualityFinding[] Findings(long missingUnit, long missingVariant, int[] analysed)
    {
        string[] missing =
        [
            .. metrics
                .Select(metric => (metric.Name, Count: analysed.LongCount(unit => double.IsNaN(metric.Values[unit]))))
                .Where(metric => metric.Count > 0)
                .Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Count}")),
        ];
        var missingCount = metrics.Sum(metric => analysed.LongCount(unit => double.IsNaN(metric.Values[unit])));
        var findings = new List<QualityFinding>
        {
            Finding("duplicate_units", units.DuplicateRows, "Rows repeated a unit in its own variant; the first row of each was kept."),
            Finding("crossover_units", units.CrossoverUnits, "Units were seen in more than one variant; they were left out.", canBeError: true),
            Finding(
                "missing_values",
                missingCount,
                $"Rule: {CsvValues.MissingRule}; a unit without a value is left out of that metric." + (missing.Length > 0 ? $" {string.Join(", ", missing)}." : "")),
        };
        if (missingUnit > 0)
        {
            findings.Add(Finding("missing_unit", missingUnit, $"Rows had no {config.Unit}; they were left out."));
        }

        if (missingVariant > 0)
        {
            findings.Add(Finding("missing_variant", missingVariant, $"Rows had no {config.Variant}; they were left out."));
        }

        foreach (var covariate in covariates)
        {
            if (analysed.LongCount(unit => double.IsNaN(covariate.Values[unit])) is > 0 and var without)
            {
                findings.Add(Finding("missing_covariate", without, $"Units had no {covariate.Name}; the mean of all was taken, which adjusts nothing."));
            }
        }

        if (exposure is not null)
        {
            var fate = mode == AnalysisMode.Exposed ? "they were left out" : "they were kept, as in any analysis by intention to treat";
            findings.Add(Finding("variant_mismatch", Sights(ExposureColumn.Sight.Other), $"Units saw something else than their variant; {fate}.", canBeError: true));
            findings.Add(Finding("never_exposed", Sights(ExposureColumn.Sight.Never), $"Units have no exposure; {fate}.") with { Severity = FindingSeverity.Ok });
        }

        return [.. findings, .. capFindings];
    }

    private long Sights(ExposureColumn.Sight sight) =>
        Enumerable.Range(0, units.Count).LongCount(unit => !units.IsCrossover(unit) && exposure![unit] == sight);

    private QualityFinding Finding(string check, long count, string detail, bool canBeError = false) => new(
        check,
        count == 0 ? FindingSeverity.Ok : canBeError && count > ErrorShare * units.Count ? FindingSeverity.Error : FindingSeverity.Warn,
        count,
        detail);
}
