using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Analyze;

/// <summary>Runs an analysis and prints it, for people or for programs.</summary>
internal static class AnalysisOutput
{
    /// <summary>Returns the verdict.</summary>
    public static string Print(AnalysisSource source, Func<ExperimentAnalysis> analyze, bool json, params string[] notes)
    {
        var analysis = Run(analyze);
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            AnalysisJson.Write(output, source, analysis);
        }
        else
        {
            ForPeople(source, analysis, notes);
        }

        return analysis.Scorecard.Verdict.ToString().ToUpperInvariant();
    }

    // What does not fit together shows only once the file has been read: a test for conversions on a mean, for one.
    private static ExperimentAnalysis Run(Func<ExperimentAnalysis> analyze)
    {
        try
        {
            return analyze();
        }
        catch (InvalidExperimentInputException failure)
        {
            throw new CommandException(failure.Message, ExitCode.BadUsage, failure);
        }
    }

    // Apart, so that the JSON path never loads the console library.
    private static void ForPeople(AnalysisSource source, ExperimentAnalysis analysis, string[] notes) =>
        ReadoutPrinter.Print(Terminals.Output(), AnalysisReadout.From(analysis, source, notes));
}
