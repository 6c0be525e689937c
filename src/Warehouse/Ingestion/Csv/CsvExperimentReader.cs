using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>Reads an experiment from a CSV file in one pass.</summary>
public static class CsvExperimentReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="CsvInputException">The file or the configuration is not usable; the message names line, column and remedy.</exception>
    public static CsvExperiment Read(string path, CsvExperimentConfig config, CancellationToken cancellationToken = default)
    {
        using var rows = CsvRows.Open(path);
        return Read(rows, config, cancellationToken);
    }

    /// <summary>Reads rows that are already open.</summary>
    /// <exception cref="CsvInputException">The rows or the configuration are not usable; the message names line, column and remedy.</exception>
    public static CsvExperiment Read(CsvRows rows, CsvExperimentConfig config, CancellationToken cancellationToken = default)
    {
        RequireSense(config);
        var unitIndex = rows.Index(config.Unit);
        var variantIndex = rows.Index(config.Variant);
        NumberColumn[] metrics = [.. config.Metrics.Select(metric => new NumberColumn(metric.Column, rows.Index(metric.Column), metric.Type))];
        NumberColumn[] covariates = [.. config.Covariates.Select(name => new NumberColumn(name, rows.Index(name), null))];
        var stratumIndex = config.Stratum is { } stratum ? rows.Index(stratum) : -1;
        var segmentIndex = config.Segment is { } segment ? rows.Index(segment) : -1;
        var exposure = config.Exposure is { } seen ? new ExposureColumn(rows.Index(seen), config.ExposureMap) : null;
        var units = new UnitTable();
        var segments = new List<string>();
        var strata = new List<string>();
        var pool = new HashSet<string>(StringComparer.Ordinal);
        long missingUnit = 0;
        long missingVariant = 0;
        while (rows.Next())
        {
            if ((rows.Count & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var unit = rows[unitIndex].Trim();
            var variant = rows[variantIndex].Trim();
            if (CsvValues.IsMissing(unit))
            {
                missingUnit++;
            }
            else if (CsvValues.IsMissing(variant) && !IsNamed(variant))
            {
                missingVariant++;
            }
            else if (units.Add(unit, variant, rows.Line, config.Variant))
            {
                foreach (var metric in metrics)
                {
                    metric.Add(rows[metric.Index], rows.Line);
                }

                foreach (var covariate in covariates)
                {
                    covariate.Add(rows[covariate.Index], rows.Line);
                }

                exposure?.Add(rows[exposure.Index], variant);
                Note(segments, segmentIndex);
                Note(strata, stratumIndex);
            }
        }

        if (rows.Count == 0)
        {
            throw new CsvInputException($"{rows.Source} has a header but no rows.");
        }

        var sample = new CsvSample(config, units, metrics, covariates, segments, strata, exposure);
        return new CsvExperiment(
            sample.ToInput(Path.GetFileNameWithoutExtension(rows.Source), missingUnit, missingVariant, $"sha256:{rows.Hash()}"),
            rows.Count);

        void Note(List<string> values, int index)
        {
            if (index >= 0)
            {
                var value = rows[index].Trim();
                values.Add(CsvValues.IsMissing(value) ? "missing" : Pooled(value));
            }
        }

        // Segments and strata repeat: one copy of each text is enough.
        string Pooled(string value) => pool.Add(value) ? value : pool.TryGetValue(value, out var known) ? known : value;

        // A variant may well be called "none".
        bool IsNamed(string variant) => variant.Length > 0 && (variant == config.Control || config.Split?.ContainsKey(variant) == true);
    }

    private static void RequireSense(CsvExperimentConfig config)
    {
        if (config.Metrics.Count == 0)
        {
            throw new CsvInputException("No metric is given; name at least one column.");
        }

        if (config.Metrics.CountBy(metric => metric.Column).FirstOrDefault(metric => metric.Value > 1).Key is { } twice)
        {
            throw new CsvInputException("it is given as a metric more than once; keep one.", null, twice);
        }

        if (config.CapPercentile is not (null or (> 0 and < 100)))
        {
            throw new CsvInputException($"The cap is {config.CapPercentile}; it is a percentile between 0 and 100, for example 99.9.");
        }

        if (config.CapValue is { } value && !double.IsFinite(value))
        {
            throw new CsvInputException($"The cap is {value}; it is a finite number in the metric's unit.");
        }

        if (config.CapPercentile is not null && config.CapValue is not null)
        {
            throw new CsvInputException("Two caps are given, a percentile and a value; keep one.");
        }

        if (config.Covariates.CountBy(column => column).FirstOrDefault(column => column.Value > 1).Key is { } repeated)
        {
            throw new CsvInputException("it is given as a covariate more than once; keep one.", null, repeated);
        }

        if (!(config.Alpha is > 0 and < 1))
        {
            throw new CsvInputException($"Alpha is {config.Alpha}; it must lie between 0 and 1, for example 0.05.");
        }

        if (config.Exposure is not null && config.Mode is null)
        {
            throw new CsvInputException("With an exposure column the mode must be said: itt (everybody assigned) or exposed (only units that saw their variant).");
        }

        if (config.Exposure is null && config.Mode == AnalysisMode.Exposed)
        {
            throw new CsvInputException("Mode exposed needs the column of what units really saw; name it, or use mode itt.");
        }

        if (config.Exposure is null && config.ExposureMap.Count > 0)
        {
            throw new CsvInputException("An exposure map needs the exposure column it belongs to; name it, or leave the map out.");
        }

        if (config.Split is { } split && (split.Count == 0 || split.Values.Any(share => !(share >= 0) || double.IsInfinity(share)) || split.Values.Sum() <= 0))
        {
            throw new CsvInputException("The split must give each variant a share that is not negative, for example a=50,b=50.");
        }
    }
}
