using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Runs data tests: queries whose rows are failures.</summary>
internal sealed class DataTestRunner(ModelCompiler compiler)
{
    public async Task<IReadOnlyList<TestRun>> RunAsync(IReadOnlyList<DataTest> tests, BuildLane lane, CancellationToken cancellationToken)
    {
        var runs = new List<TestRun>();
        foreach (var test in tests)
        {
            var failures = await lane.Connection.ScalarAsync(
                lane.Transaction, $"select count(*) from (\n{compiler.Compile(test).Sql}\n) as failures", cancellationToken).ConfigureAwait(false);
            runs.Add(new TestRun(test.Name, test.Model, test.Severity, Convert.ToInt64(failures, CultureInfo.InvariantCulture)));
        }

        return runs;
    }

    /// <exception cref="BuildFailedException">A test of severity error found rows.</exception>
    public static void ThrowIfFailed(IReadOnlyList<TestRun> runs)
    {
        var failed = runs.Where(run => run is { Failures: > 0, Severity: TestSeverity.Error }).ToArray();
        if (failed.Length > 0)
        {
            throw new BuildFailedException("Data tests failed: " + string.Join(", ", failed.Select(run => $"{run.Name} ({run.Failures} rows)")));
        }
    }
}
