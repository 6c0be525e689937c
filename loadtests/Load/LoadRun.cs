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
    public async Task<Measurement> RequireAsync(ScenarioProps scenario, params Process[] product)
    {
        var measurement = await MeasureAsync(scenario, product);
        Judge([.. Sla.Endpoint(measurement, options.P99Milliseconds)]);
        return measurement;
    }

    /// <summary>Runs load and keeps what came of it.</summary>
    public async Task<Measurement> MeasureAsync(ScenarioProps scenario, params Process[] product)
    {
        Say(scenario.Name);
        var meter = new ProcessorMeter(product);
        var measurement = (await NBomberRunner.RegisterScenarios(scenario).RunAsync(cancellation))[0] with { Processors = meter.Read() };
        cancellation.ThrowIfCancellationRequested();
        return Add(measurement);
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
