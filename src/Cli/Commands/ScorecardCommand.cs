using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Demo;
using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp scorecard [KEY]</c>: what the last build says, about one experiment in full or about all.</summary>
internal static class ScorecardCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var key = new Argument<string?>("key") { Description = "Experiment; all of them when left out.", Arity = ArgumentArity.ZeroOrOne };
        var mode = new Option<AnalysisMode>("--mode") { Description = "itt or exposed; default: the experiment's own." };
        var failOn = FailOnVerdicts.Option();
        var command = new Command("scorecard", "Prints scorecards of a running control plane.") { key, mode, failOn };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var scorecards = new Scorecards(connection, cancellationToken);
            if (parsed.GetValue(key) is not { } experiment)
            {
                return await scorecards.ListAsync(server.IsJson(parsed), parsed.GetValue(failOn));
            }

            return await scorecards.ShowAsync(experiment, parsed.GetValue(mode), server.IsJson(parsed), parsed.GetValue(failOn));
        });
        return command;
    }

    private sealed class Scorecards(ServerConnection connection, CancellationToken cancellationToken)
    {
        private readonly AnalysisService.AnalysisServiceClient _analysis = new(connection.Invoker);

        public async Task<int> ShowAsync(string key, AnalysisMode mode, bool json, FailOn failOn)
        {
            var readout = await AnalyzeAsync(key, mode);
            if (json)
            {
                MessageJson.Print(readout);
            }
            else
            {
                ReadoutPrinter.Print(Terminals.Output(), ServerReadout.From(readout));
            }

            return FailOnVerdicts.ExitCodeOf(failOn, ServerReadout.Verdict(readout.Scorecard));
        }

        public async Task<int> ListAsync(bool json, FailOn failOn)
        {
            var list = await ScorecardPages.ListAsync(_analysis, connection.Headers, cancellationToken);
            if (json)
            {
                MessageJson.Print(list);
            }
            else
            {
                var readouts = new List<Readout>();
                foreach (var scorecard in list.Scorecards)
                {
                    readouts.Add(ServerReadout.From(await AnalyzeAsync(scorecard.ExperimentKey, scorecard.Mode)));
                }

                ScorecardTable.Print(Terminals.Output(), readouts);
            }

            return list.Scorecards.Select(scorecard => FailOnVerdicts.ExitCodeOf(failOn, ServerReadout.Verdict(scorecard))).DefaultIfEmpty(ExitCode.Fine).Max();
        }

        private async Task<ExperimentAnalysis> AnalyzeAsync(string key, AnalysisMode mode)
        {
            if (mode == AnalysisMode.Unspecified)
            {
                var scorecard = await _analysis.GetScorecardAsync(new GetScorecardRequest { ExperimentKey = key }, connection.Headers, cancellationToken: cancellationToken);
                mode = scorecard.Mode;
            }

            return await _analysis.AnalyzeAsync(new AnalyzeRequest { ExperimentKey = key, Mode = mode }, connection.Headers, cancellationToken: cancellationToken);
        }
    }
}
