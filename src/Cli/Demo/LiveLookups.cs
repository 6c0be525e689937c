using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Seeds;
using GrpcExp.Cli.Terminal;
using GrpcExp.Client;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Cli.Demo;

/// <summary>Has the sidecar evaluate units of the running experiments over its raw socket and compares with the seeds.</summary>
internal sealed class LiveLookups(GrpcExpClient client, TimeProvider time, CancellationToken cancellationToken)
{
    private const int SingleLookups = 3_000;
    private const int PerRequest = 20;
    private const int InFlight = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The units of running experiments with their first assignment; refused rows and crossovers' second ones do not count.</summary>
    public static List<LiveUnit> Units(SeedMessages seeds)
    {
        var running = seeds.Experiments().Where(one => one.State == ExperimentState.Running).Select(one => one.Experiment.Key).ToHashSet();
        return
        [
            .. seeds.Assignments()
                .Where(row => running.Contains(row.ExperimentKey) && row.UnitId.Length > 0 && row.Variant.Length > 0 && row.Bucket is >= 0 and < 10_000)
                .GroupBy(row => (row.ExperimentKey, row.UnitId))
                .Select(rows => rows.MinBy(row => row.AssignTime.Seconds)!)
                .Select(Unit),
        ];
    }

    /// <summary>Waits until the sidecar answers for the running experiments.</summary>
    public async Task WaitUntilServedAsync(LiveUnit probe)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        string last;
        do
        {
            var answer = (await client.EvaluateBatchAsync([Request(probe)], cancellationToken))[0];
            if (answer.ExperimentKey == probe.ExperimentKey)
            {
                return;
            }

            last = answer.ErrorDetail.Length > 0 ? answer.ErrorDetail : $"it answers '{answer.Variant}' for the reason {answer.Reason}";
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
        while (!patience.IsCancellationRequested);
        throw new CommandException($"The sidecar did not serve experiment {probe.ExperimentKey} within {Patience.TotalSeconds:0} s: {last}.");
    }

    /// <summary>Single lookups for the latency, then all units pipelined.</summary>
    public async Task<LookupReport> RunAsync(IReadOnlyList<LiveUnit> units, StageProgress progress)
    {
        progress.Expect(units.Count + SingleLookups);
        var latencies = await OneByOneAsync(units, progress);
        var start = time.GetTimestamp();
        var (agreeing, disagreement) = await PipelinedAsync(units, progress);
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        var report = new LookupReport(
            units.Count, units.Count / seconds, agreeing, disagreement, latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100]);
        progress.Detail =
            $"{report.Lookups:N0} units, {agreeing:N0} agree with their assignment; {report.PerSecond:N0} lookups/s pipelined; "
            + $"round trip {report.MedianMicroseconds:0} µs median, {report.P99Microseconds:0} µs p99";
        return report;
    }

    private async Task<double[]> OneByOneAsync(IReadOnlyList<LiveUnit> units, StageProgress progress)
    {
        var latencies = new double[SingleLookups];
        for (var i = 0; i < SingleLookups; i++)
        {
            EvaluateRequest[] request = [Request(units[i % units.Count])];
            var start = time.GetTimestamp();
            await client.EvaluateBatchAsync(request, cancellationToken);
            latencies[i] = time.GetElapsedTime(start).TotalMicroseconds;
            progress.Advance();
        }

        return latencies;
    }

    private async Task<(int Agreeing, string Disagreement)> PipelinedAsync(IReadOnlyList<LiveUnit> units, StageProgress progress)
    {
        var agreeing = 0;
        string disagreement = "";
        var options = new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(units.Chunk(PerRequest), options, async (batch, cancelled) =>
        {
            var answers = await client.EvaluateBatchAsync([.. batch.Select(Request)], cancelled);
            for (var i = 0; i < batch.Length; i++)
            {
                if (answers[i].Variant == batch[i].ExpectedVariant && answers[i].Reason == Reason.Split)
                {
                    Interlocked.Increment(ref agreeing);
                }
                else
                {
                    Interlocked.CompareExchange(
                        ref disagreement,
                        $"unit {batch[i].UnitId} of {batch[i].ExperimentKey} was assigned '{batch[i].ExpectedVariant}' and gets '{answers[i].Variant}' ({answers[i].Reason}) {answers[i].ErrorDetail}".TrimEnd(),
                        "");
                }
            }

            progress.Advance(batch.Length);
        });
        return (agreeing, disagreement);
    }

    private static LiveUnit Unit(Assignment row) =>
        new(row.FlagKey, row.UnitId, row.Attributes["country"], row.Variant, row.ExperimentKey);

    // These units met their variant long ago: asking again here must not count as an exposure.
    private static EvaluateRequest Request(LiveUnit unit) => new()
    {
        FlagKey = unit.FlagKey,
        Context = new UnitContext(unit.UnitId).With("country", unit.Country).ToMessage(),
        SuppressExposure = true,
    };
}
