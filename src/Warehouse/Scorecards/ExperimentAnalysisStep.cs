using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>The step between the aggregates and the marts: sufficient statistics through the statistics engine.</summary>
internal sealed class ExperimentAnalysisStep : IComputedStep
{
    /// <summary>Experiments in memory at once: enough to keep the processors busy, few enough not to matter.</summary>
    internal const int ExperimentsAtOnce = 8;

    public string Name => "experiment_analysis";

    public string Explain(Func<string, string> relation) => string.Join(
        ";\n\n",
        AnalysisInputReader.Queries(relation).Concat(DailyResultReader.Queries(relation)).Select(query => $"-- {query.Key}, for ExperimentAnalyzer\n{query.Value}"));

    public IReadOnlyList<ComputedTable> Tables => [ResultRows.ResultTable, DailyResultRows.Table, ResultRows.ScorecardTable, ResultRows.FailedTestTable];

    public async Task RunAsync(ComputedContext context, IComputedWriter writer, CancellationToken cancellationToken)
    {
        var reader = new AnalysisInputReader(context);
        var daily = new DailyResultReader(context);
        var problems = new List<string>();
        var experiments = await reader.ReadKeysAsync(cancellationToken).ConfigureAwait(false);
        var failed = FailedTests(context.Failures, experiments);
        foreach (var keys in experiments.Chunk(ExperimentsAtOnce))
        {
            var inputs = (await reader.ReadAsync(keys[0], keys[^1], cancellationToken).ConfigureAwait(false)).Select(input => (Deciding: WithFindings(input.Deciding, failed[input.Deciding.Key]), input.Other));

            // The planning of units still needed takes most of the time; experiments do not touch each other.
            var outcomes = inputs.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Analyze).ToArray();
            problems.AddRange(outcomes.Select(outcome => outcome.Problem).OfType<string>());
            if (problems.Count == 0)
            {
                var results = outcomes.SelectMany(outcome => ResultRows.Results(outcome.Analysis!.Evidence, decides: true).Concat(ResultRows.Results(outcome.Other!, decides: false)));
                await writer.WriteAsync(ResultRows.ResultTable, results, cancellationToken).ConfigureAwait(false);
                var (toDate, sinceExposure) = await daily.ReadAsync(keys[0], keys[^1], cancellationToken).ConfigureAwait(false);
                var byDay = outcomes.Select(outcome => outcome.Analysis!.Evidence.Input).SelectMany(input =>
                    DailyResultRows.ToDate(input, toDate[input.Key]).Concat(DailyResultRows.SinceExposure(input, sinceExposure[input.Key])));
                await writer.WriteAsync(DailyResultRows.Table, byDay, cancellationToken).ConfigureAwait(false);
                var scorecards = ResultRows.Scorecards(outcomes.Select(outcome => outcome.Analysis!), key => AnalysisInputReader.SqlOf(key, context.Published));
                await writer.WriteAsync(ResultRows.ScorecardTable, scorecards, cancellationToken).ConfigureAwait(false);
            }
        }

        await writer.WriteAsync(
            ResultRows.FailedTestTable,
            failed.SelectMany(experiment => experiment.Select(test => new object?[] { experiment.Key, test.Test, test.Rows })),
            cancellationToken).ConfigureAwait(false);
        if (problems.Count > 0)
        {
            throw new BuildFailedException(string.Join('\n', problems));
        }
    }

    private static ILookup<string, (string Test, long Rows)> FailedTests(IReadOnlyList<TestFailure> failures, IReadOnlyList<string> experiments)
    {
        var known = experiments.ToHashSet(StringComparer.Ordinal);
        return failures
            .SelectMany(failure => failure.Among(known).Select(found => (failure.Test, found.ExperimentKey, found.Rows)))
            .OrderBy(found => found.ExperimentKey, StringComparer.Ordinal)
            .ToLookup(found => found.ExperimentKey, found => (found.Test, found.Rows), StringComparer.Ordinal);
    }

    private static ExperimentInput WithFindings(ExperimentInput input, IEnumerable<(string Test, long Rows)> failed) => input with
    {
        Quality =
        [
            .. input.Quality,
            .. failed.Select(test => new QualityFinding(
                test.Test, FindingSeverity.Error, test.Rows, "Rows fail this data test, so nothing that rests on them can be trusted; find the cause and build again.")),
        ],
    };

    private static (ExperimentAnalysis? Analysis, ExperimentEvidence? Other, string? Problem) Analyze((ExperimentInput Deciding, ExperimentInput Other) input)
    {
        try
        {
            return (ExperimentAnalyzer.Analyze(input.Deciding), ExperimentAnalyzer.Gather(input.Other), null);
        }
        catch (InvalidExperimentInputException exception)
        {
            return (null, null, $"Experiment {input.Deciding.Key} cannot be analysed: {exception.Message}");
        }
    }
}
