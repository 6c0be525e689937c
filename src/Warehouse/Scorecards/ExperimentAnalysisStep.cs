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
        var analyses = new List<ExperimentAnalysis>(inputs.Count);
        foreach (var input in inputs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                analyses.Add(ExperimentAnalyzer.Analyze(input));
            }
            catch (InvalidExperimentInputException exception)
            {
                throw new BuildFailedException($"Experiment {input.Key} cannot be analysed: {exception.Message}", exception);
            }
        }

        return [ResultRows.Results(analyses), ResultRows.Scorecards(analyses)];
    }
}
