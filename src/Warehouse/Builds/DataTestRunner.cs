using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>Runs data tests: queries whose rows are failures.</summary>
internal sealed class DataTestRunner(ModelCompiler compiler)
{
    /// <summary>Runs them and tells whom the failures of severity error concern.</summary>
    public async Task<(IReadOnlyList<TestRun> Runs, IReadOnlyList<TestFailure> Failures)> RunAsync(
        IReadOnlyList<DataTest> tests, BuildLane lane, CancellationToken cancellationToken)
    {
        var runs = new List<TestRun>();
        var failures = new List<TestFailure>();
        foreach (var test in tests)
        {
            var sql = compiler.Compile(test).Sql;
            var count = await lane.Connection.ScalarAsync(lane.Transaction, $"select count(*) from (\n{sql}\n) as failures", cancellationToken).ConfigureAwait(false);
            var run = new TestRun(test.Name, test.Model, test.Severity, Convert.ToInt64(count, CultureInfo.InvariantCulture));
            runs.Add(run);
            if (run.IsFailed)
            {
                failures.Add(new TestFailure(test.Name, await ByExperimentAsync(lane, sql, cancellationToken).ConfigureAwait(false)));
            }
        }

        return (runs, failures);
    }

    /// <exception cref="BuildFailedException">A test of severity error found rows.</exception>
    public static void ThrowIfFailed(IReadOnlyList<TestRun> runs)
    {
        var failed = runs.Where(run => run.IsFailed).ToArray();
        if (failed.Length > 0)
        {
            throw new BuildFailedException("Data tests failed: " + string.Join(", ", failed.Select(run => $"{run.Name} ({run.Failures} rows)")));
        }
    }

    // Counted here: a query that joins may give the column twice, which SQL around it could not name.
    private static async Task<Dictionary<string, long>> ByExperimentAsync(BuildLane lane, string sql, CancellationToken cancellationToken)
    {
        using var command = lane.Connection.CreateCommand();
        command.Transaction = lane.Transaction;
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var column = Enumerable.Range(0, reader.FieldCount).FirstOrDefault(i => reader.GetName(i) == "experiment_key", -1);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var key = column < 0 || reader.IsDBNull(column) ? "" : reader.GetString(column);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        return counts;
    }
}
