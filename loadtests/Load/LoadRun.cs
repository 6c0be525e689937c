using System.Diagnostics;
using GrpcExp.Load.Engine;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Verdicts;
using NBomber.Contracts;
using NBomber.CSharp;
using Spectre.Console;

namespace GrpcExp.Load;

/// <summary>One run: what was asked for, and what has come of it so far.</summary>
internal sealed class LoadRun(LoadOptions options, IAnsiConsole console, CancellationToken cancellation)
{
    private readonly List<Measurement> _measurements = [];
    private readonly List<Verdict> _verdicts = [];
    private readonly List<Fact> _facts = [];

    public LoadOptions Options => options;

    public CancellationToken Cancellation => cancellation;

    public IReadOnlyList<Measurement> Measurements => _measurements;

    public IReadOnlyList<Verdict> Verdicts => _verdicts;

    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>Length of a counted stretch.</summary>
    public TimeSpan During => TimeSpan.FromSeconds(options.Seconds);

    /// <summary>Load before counting begins.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(options.WarmUpSeconds);

    /// <summary>Runs an open loop and holds it to the demands on every endpoint.</summary>
    /// <param name="scenario">The load.</param>
    /// <param name="product">The processes under load.</param>
    public Task RequireAsync(ScenarioProps scenario, params Process[] product) => RequireAsync([scenario], product);

    /// <summary>Runs open loops at the same time and holds each to the demands on every endpoint.</summary>
    public Task RequireAsync(ScenarioProps[] scenarios, params Process[] product) => RequireTogetherAsync(scenarios, [], product);

    /// <summary>Runs open loops that are held to the demands on every endpoint together with others that are not.</summary>
    /// <returns>What came of the others.</returns>
    public async Task<IReadOnlyList<Measurement>> RequireTogetherAsync(ScenarioProps[] required, ScenarioProps[] others, params Process[] product)
    {
        var measurements = await MeasureAsync([.. required, .. others], product);
        foreach (var measurement in measurements.Take(required.Length))
        {
            Judge([.. Sla.Endpoint(measurement, options.P99Milliseconds)]);
        }

        return [.. measurements.Skip(required.Length)];
    }

    /// <summary>Runs load and keeps what came of it.</summary>
    public async Task<Measurement> MeasureAsync(ScenarioProps scenario, params Process[] product) => (await MeasureAsync([scenario], product))[0];

    private async Task<IReadOnlyList<Measurement>> MeasureAsync(ScenarioProps[] scenarios, Process[] product)
    {
        Say(string.Join(", ", scenarios.Select(s => s.ScenarioName)));
        var meter = new ProcessorMeter(product);
        var measurements = await NBomberRunner.RegisterScenarios(scenarios).RunAsync(cancellation);
        var processors = meter.Read();
        cancellation.ThrowIfCancellationRequested();
        return [.. measurements.Select(m => Add(m with { Processors = processors }))];
    }

    public Measurement Add(Measurement measurement)
    {
        _measurements.Add(measurement);
        return measurement;
    }

    public void Judge(params Verdict[] verdicts) => _verdicts.AddRange(verdicts);

    public void Note(string name, string text) => _facts.Add(new Fact(name, text));

    /// <summary>Tells whoever watches what goes on.</summary>
    public void Say(string text) => console.MarkupLineInterpolated($"[grey]{text} …[/]");
}
