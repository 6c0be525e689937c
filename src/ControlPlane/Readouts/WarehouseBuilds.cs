using System.Threading.Channels;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Projects.Selection;
using BuildProgress = GrpcExp.Contracts.Analysis.V1.BuildProgress;
using StepProgress = GrpcExp.Warehouse.Builds.BuildProgress;

namespace GrpcExp.ControlPlane.Readouts;

/// <summary>Runs warehouse builds one at a time and tells how far they are.</summary>
internal sealed class WarehouseBuilds(
    DefinitionExport export, WarehouseBuilder builder, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<WarehouseBuilds> logger)
{
    private readonly SemaphoreSlim _running = new(1, 1);

    /// <summary>Exports the definitions, builds, and gives each step as it ends; the last message has the summary.</summary>
    /// <param name="options">What is built.</param>
    /// <param name="untilStop">True to give up as soon as the server is told to stop; a job is told by its scheduler.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ControlException">BuildRunning, or InvalidArgument when the options select what is not there.</exception>
    public async IAsyncEnumerable<BuildProgress> RunAsync(
        BuildOptions options,
        bool untilStop,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (NodeSelection.Problem(options) is { } problem)
        {
            var violations = new Violations();
            foreach (var line in problem.Split('\n'))
            {
                violations.Add(line.StartsWith("exclude:", StringComparison.Ordinal) ? "exclude" : "select", line);
            }

            throw new ControlException(ControlError.InvalidArgument, problem, violations.All);
        }

        if (!await _running.WaitAsync(0, cancellationToken).ConfigureAwait(false))
        {
            throw new ControlException(ControlError.BuildRunning, "A build of the warehouse is running: wait for it and try again.");
        }

        try
        {
            await export.RunAsync(cancellationToken).ConfigureAwait(false);
            var steps = Channel.CreateUnbounded<StepProgress>(new UnboundedChannelOptions { SingleReader = true });
            var building = BuildAsync(options, steps.Writer, untilStop ? lifetime.ApplicationStopping : CancellationToken.None, cancellationToken);
            await foreach (var step in steps.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (step.Finished)
                {
                    yield return Of(step);
                }
            }

            yield return Summary(await building.ConfigureAwait(false));
        }
        finally
        {
            _running.Release();
        }
    }

    private async Task<BuildResult> BuildAsync(BuildOptions options, ChannelWriter<StepProgress> steps, CancellationToken stop, CancellationToken cancellationToken)
    {
        // Nothing of a build that is given up is published, so a server that stops need not wait for it.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop);
        using var operation = Operation.Begin("warehouse.build", Signals.Builds, time);
        try
        {
            var result = await builder.BuildAsync(options, new Reporter(steps), stopping.Token).ConfigureAwait(false);
            operation.End(result.Published ? "published" : "refused");
            return result;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ControlException(ControlError.Unavailable, "The server is stopping: the build was given up and nothing of it is published.");
        }
        finally
        {
            steps.Complete();
        }
    }

    private static BuildProgress Of(StepProgress step) => new()
    {
        Node = step.Kind == BuildStepKind.Test ? $"tests of {step.Name}" : step.Name,
        Status = "ok",
        Done = step.Completed,
        Total = step.Total,
        Rows = step.Rows ?? 0,
        ElapsedMillis = (long)step.Elapsed.TotalMilliseconds,
    };

    private BuildProgress Summary(BuildResult result)
    {
        var failed = result.FailedTests.ToList();
        var warnings = result.Tests.Where(test => test.Failures > 0 && !test.IsFailed).ToList();
        if (result.Published)
        {
            Log.BuildPublished(logger, result.BuildId, result.Elapsed, result.Models.Count, warnings.Count);
            if (failed.Count > 0)
            {
                Log.DataTestsFailed(logger, result.BuildId, Listed(failed));
            }
        }
        else
        {
            Log.BuildRefused(logger, result.BuildId, result.Failure ?? "");
        }

        return new BuildProgress
        {
            Node = $"build {result.BuildId}",
            Status = !result.Published ? "error" : failed.Count > 0 ? "failed_tests" : warnings.Count > 0 ? "warn" : "ok",
            Done = result.Models.Count + result.Tests.Count,
            Total = result.Models.Count + result.Tests.Count,
            Rows = result.Models.Sum(model => model.Rows ?? 0),
            ElapsedMillis = (long)result.Elapsed.TotalMilliseconds,
            Detail = result.Failure ?? Listed(failed.Count > 0 ? failed : warnings),
            Finished = true,
        };
    }

    private static string Listed(IEnumerable<TestRun> tests) => string.Join("; ", tests.Select(test => $"{test.Name}: {test.Failures} rows"));

    // Progress<T> would post to the thread pool and lose the order.
    private sealed class Reporter(ChannelWriter<StepProgress> steps) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => steps.TryWrite(value);
    }
}
