using System.CommandLine;
using System.Globalization;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Readouts;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp plan</c>: how many units an effect needs, or which effect so many units find.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var baseline = new Option<double>("--baseline") { Description = "Mean of the metric in control; for a conversion its rate.", Required = true };
        var deviation = new Option<double>("--sd") { Description = "Standard deviation of a unit's value; leave it out for a conversion." };
        var effect = new Option<double>("--effect") { Description = "Relative effect to find, for example 0.02; leave it out to ask what --units find." };
        var units = new Option<long>("--units") { Description = "Units over all variants, when --effect is left out." };
        var alpha = new Option<double>("--alpha") { Description = "Two-sided significance level.", DefaultValueFactory = _ => 0.05 };
        var power = new Option<double>("--power") { Description = "Power.", DefaultValueFactory = _ => 0.8 };
        var shares = new Option<double[]>("--shares") { Description = "Share of each variant, control first; default two halves.", AllowMultipleArgumentsPerToken = true };
        var perDay = new Option<double>("--per-day") { Description = "Units that arrive a day, for the duration." };
        var command = new Command("plan", "Plans an experiment's size: asks a running control plane.") { baseline, deviation, effect, units, alpha, power, shares, perDay };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(effect) == 0 == (parsed.GetValue(units) == 0))
            {
                throw CommandException.BadUsage("Give --effect to learn how many units it needs, or --units to learn which effect they find.");
            }

            using var connection = server.Connect(parsed);
            var request = new PlanExperimentRequest
            {
                BaselineMean = parsed.GetValue(baseline),
                StandardDeviation = parsed.GetValue(deviation),
                MinimumDetectableEffect = parsed.GetValue(effect),
                Units = parsed.GetValue(units),
                Alpha = parsed.GetValue(alpha),
                Power = parsed.GetValue(power),
                Shares = { parsed.GetValue(shares) ?? [] },
                UnitsPerDay = parsed.GetValue(perDay),
            };
            var plan = await new AnalysisService.AnalysisServiceClient(connection.Invoker)
                .PlanExperimentAsync(request, connection.Headers, cancellationToken: cancellationToken);
            if (server.IsJson(parsed))
            {
                MessageJson.Print(plan);
                return ExitCode.Fine;
            }

            Console.WriteLine($"{Figures.Count(plan.Units)} units find a relative effect of {Figures.Share(plan.MinimumDetectableEffect)} with power {plan.Power.ToString("0.000", CultureInfo.InvariantCulture)}.");
            if (plan.Days > 0)
            {
                Console.WriteLine($"That takes {plan.Days} days.");
            }

            return ExitCode.Fine;
        });
        return command;
    }
}
