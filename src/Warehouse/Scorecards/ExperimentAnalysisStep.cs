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
        ExperimentAnalysis[] analyses = [.. inputs.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Analyze)];
        return [ResultRows.Results(analyses), ResultRows.Scorecards(analyses)];
    }

    private static ExperimentAnalysis Analyze(ExperimentInput input)
    {
        try
        {
            return ExperimentAnalyzer.Analyze(input);
        }
        catch (InvalidExperimentInputException exception)
        {
            throw new BuildFailedException($"Experiment {input.Key} cannot be analysed: {exception.Message}", exception);
        }
    }
}
