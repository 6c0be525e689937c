using System.Globalization;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Commands;
using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Planning;

/// <summary>Asks a control plane for a plan: a two-sided test of a mean or a conversion.</summary>
internal static class RemotePlan
{
    public static async Task RunAsync(PlanInput input, string? localOnly, ServerConnection connection, bool json, CancellationToken cancellationToken)
    {
        if (localOnly is not null)
        {
            throw CommandException.BadUsage($"A control plane cannot be asked for {localOnly}: leave out --address, and this program plans itself.");
        }

        if (input.Effect is null == input.Units is null)
        {
            throw CommandException.BadUsage("Give --effect to learn how many units it needs, or --units to learn which effect they find: a control plane is asked for one of them.");
        }

        var request = new PlanExperimentRequest
        {
            BaselineMean = input.Baseline,
            StandardDeviation = input.Deviation ?? 0,
            MinimumDetectableEffect = input.Effect ?? 0,
            Units = (long)(input.Units ?? 0),
            Alpha = input.Alpha ?? 0,
            Power = input.Power ?? 0,
            Shares = { input.Shares },
            UnitsPerDay = input.PerDay ?? 0,
        };
        var plan = await new AnalysisService.AnalysisServiceClient(connection.Invoker)
            .PlanExperimentAsync(request, connection.Headers, cancellationToken: cancellationToken);
        if (json)
        {
            MessageJson.Print(plan);
            return;
        }

        Console.WriteLine($"{Figures.Count(plan.Units)} units find a relative effect of {Figures.Share(plan.MinimumDetectableEffect)} with power {plan.Power.ToString("0.000", CultureInfo.InvariantCulture)}.");
        if (plan.Days > 0)
        {
            Console.WriteLine($"That takes {plan.Days} days.");
        }
    }
}
