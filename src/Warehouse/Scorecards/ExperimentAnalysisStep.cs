using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>The step between the aggregates and the marts: sufficient statistics through the statistics engine.</summary>
internal sealed class ExperimentAnalysisStep : IComputedStep
{
    public string Name => "experiment_analysis";

    public string Explain(Func<string, string> relation) => string.Join(
        ";\n\n",
        AnalysisInputReader.Queries(relation).Select(query => $"-- {query.Key}, for ExperimentAnalyzer\n{query.Value}"));

    public async Task<IReadOnlyList<ComputedTable>> RunAsync(ComputedContext context, CancellationToken cancellationToken)
    {
        var inputs = await new AnalysisInputReader(context).ReadAsync(cancellationToken).ConfigureAwait(false);

        // The planning of units still needed takes most of the time; experiments do not touch each other.
        var outcomes = inputs.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Analyze).ToArray();
        string[] problems = [.. outcomes.Select(outcome => outcome.Problem).OfType<string>()];
        if (problems.Length > 0)
        {
            throw new BuildFailedException(string.Join('\n', problems));
        }

        ExperimentAnalysis[] analyses = [.. outcomes.Select(outcome => outcome.Analysis!)];
        return [ResultRows.Results(analyses), ResultRows.Scorecards(analyses)];
    }

    private static (ExperimentAnalysis? Analysis, string? Problem) Analyze(ExperimentInput input)
    {
        try
        {
            return (ExperimentAnalyzer.Analyze(input), null);
        }
        catch (InvalidExperimentInputException exception)
        {
            return (null, $"Experiment {input.Key} cannot be analysed: {exception.Message}");
        }
    }
}
