namespace GrpcExp.Evaluation;

/// <summary>Checks layers and running experiments and compiles the experiments.</summary>
internal sealed class ExperimentCompiler(
    FlagCompiler flags, IReadOnlyDictionary<string, LayerConfig> layers, ConditionCompiler conditions, ProblemList problems)
{
    public ILookup<string, ExperimentModel> Compile(IEnumerable<ExperimentConfig> experiments)
    {
        var all = experiments.ToList();
        foreach (var layer in layers.Values)
        {
            var slices = all
                .Where(experiment => experiment.LayerKey == layer.Key)
                .SelectMany(experiment => experiment.LayerSlice.Select(range => ($"experiment {experiment.Key}", range)));
            problems.CheckRanges(
                $"layers[{layer.Key}]", [.. layer.Holdout.Select(range => ("the layer's holdout", range)), .. slices]);
        }

        return all.Select(Compile).ToLookup(compiled => compiled.FlagKey, compiled => compiled.Model, StringComparer.Ordinal);
    }

    private (string FlagKey, ExperimentModel Model) Compile(ExperimentConfig experiment)
    {
        var path = $"experiments[{experiment.Key}]";
        var layerKey = string.IsNullOrEmpty(experiment.LayerKey) ? null : experiment.LayerKey;
        if (layerKey is not null && !layers.ContainsKey(layerKey))
        {
            problems.Add($"{path}.layer_key", $"layer '{layerKey}' does not exist");
        }

        if (flags.KnownExperiment(experiment) is { } known)
        {
            // Nothing else in the checks below depends on anything but the experiment and its flag.
            return (experiment.FlagKey, known);
        }

        if (layerKey is null != (experiment.LayerSlice.Count == 0))
        {
            problems.Add($"{path}.layer_slice", "a slice and a layer go together: give both or neither");
        }

        var allocation = flags.CompileAllocation($"{path}.allocations", experiment.FlagKey, experiment.Allocations);
        if (!flags.Exists(experiment.FlagKey))
        {
            problems.Add($"{path}.flag_key", $"flag '{experiment.FlagKey}' does not exist");
        }
        else if (!string.IsNullOrEmpty(experiment.ControlVariant) && flags.FindVariant(experiment.FlagKey, experiment.ControlVariant) is null)
        {
            problems.Add($"{path}.control_variant", $"flag '{experiment.FlagKey}' has no variant '{experiment.ControlVariant}'");
        }

        var targeting = conditions.Compile($"{path}.targeting", experiment.Targeting);
        return (experiment.FlagKey, new ExperimentModel(experiment, experiment.Key, targeting, layerKey, [.. experiment.LayerSlice], allocation));
    }
}
