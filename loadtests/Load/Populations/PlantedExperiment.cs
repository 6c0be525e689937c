namespace GrpcExp.Load.Populations;

/// <summary>An experiment of a population and the effect that was planted in it.</summary>
/// <param name="Index">From 0; even ones make one half of the experiments, odd ones the other.</param>
/// <param name="Kind">What its primary metric is.</param>
/// <param name="Lift">Relative effect on the primary event of treated units from assignment on; 0 for an A/A experiment.</param>
internal sealed record PlantedExperiment(int Index, PrimaryKind Kind, double Lift)
{
    private const double LeastLift = 0.05;
    private const double MostLift = 0.2;

    /// <summary>Key in the warehouse.</summary>
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"experiment-{Index:000}");

    /// <summary>Flag in the warehouse.</summary>
    public string FlagKey => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"flag-{Index:000}");

    /// <summary>0 or 1: which half of the experiments.</summary>
    public int Half => Index % 2;

    /// <summary>All experiments of a population; a third of them, drawn by the seed, have an effect of 5 to 20 % up or down.</summary>
    public static PlantedExperiment[] All(int count, int seed) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
        {
            var draws = new Draws(seed, DrawPurpose.Effect, index);
            var isPlanted = draws.Below(3) == 0;
            var sign = draws.Below(2) == 0 ? 1 : -1;
            var size = LeastLift + ((MostLift - LeastLift) * draws.Share());
            return new PlantedExperiment(index, (PrimaryKind)(index / 2 % 4), isPlanted ? sign * size : 0);
        }),
    ];
}
