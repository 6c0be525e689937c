using GrpcExp.Load.Populations;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Verdicts;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Load.Scenarios;

/// <summary>Runs builds, holds them to their time and tells which models took it.</summary>
internal sealed class WarehouseBuilds(LoadRun run, Population population, WarehouseDatabase warehouse)
{
    private const int SlowestTold = 10;

    /// <summary>One build with its tests.</summary>
    /// <param name="name">Name in the report.</param>
    /// <param name="fullRefresh">From nothing.</param>
    /// <param name="limitSeconds">What it is held to unless the population is small; null for nothing.</param>
    /// <returns>Whether it was published.</returns>
    public async Task<bool> RunAsync(string name, bool fullRefresh, double? limitSeconds)
    {
        run.Say($"warehouse: {name}");
        var result = await new WarehouseBuilder(warehouse).BuildAsync(new BuildOptions { FullRefresh = fullRefresh }, null, run.Cancellation);
        var seconds = result.Elapsed.TotalSeconds;
        run.Judge(new Verdict($"warehouse: {name} published", Demand.AtLeast, 1, result.Published ? 1 : 0, ""));
        if (limitSeconds is { } limit && !run.Options.Warehouse.IsSmall)
        {
            run.Judge(new Verdict($"warehouse: {name}", Demand.Below, limit, result.Published ? seconds : double.NaN, "s"));
        }

        if (!result.Published)
        {
            run.Note($"warehouse: {name} failed", result.Failure ?? "");
            return false;
        }

        var rawRows = (long)population.Size.Events + (4L * population.Size.Units);
        var modelSeconds = result.Models.Sum(model => model.Elapsed.TotalSeconds);
        run.Note(
            $"warehouse: {name}",
            $"{Figures.Number(seconds)} s, of it models {Figures.Number(modelSeconds)} s; {Figures.Rate(rawRows / seconds)} raw rows/s over {Figures.Count(rawRows)} rows; "
            + $"{result.Models.Count} models with {Figures.Count(result.Models.Sum(model => model.Rows ?? 0))} rows; {result.Tests.Count} tests, {result.Tests.Count(test => test.Failures > 0)} with findings");
        foreach (var model in result.Models.OrderByDescending(model => model.Elapsed).Take(SlowestTold))
        {
            run.Note(
                $"warehouse: {name}, {model.Name}",
                $"{Figures.Number(model.Elapsed.TotalSeconds)} s, {Figures.Number(100 * model.Elapsed.TotalSeconds / seconds)} %, {model.Materialization}, {Figures.Count(model.Rows ?? 0)} rows");
        }

        return true;
    }
}
