using GrpcExp.Statistics.Resampling;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Which test decides, and what it has to know beforehand.</summary>
public sealed record TestPlan
{
    /// <summary>Default <see cref="TestMethod.Welch"/>.</summary>
    public TestMethod Method { get; init; }

    /// <summary>Seed of the methods that draw; the same seed gives the same bytes. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Permutations or resamples to draw, default 9,999.</summary>
    public int Resamples { get; init; } = Bootstrap.DefaultResamples;

    /// <summary>For a confidence sequence: N*, the units of control and treatment together that were planned before the first look.</summary>
    public double? PlannedUnits { get; init; }

    /// <summary>For the mixture SPRT: τ in the metric's unit, about the minimum effect of interest, fixed before the first look.</summary>
    public double? EffectDeviation { get; init; }

    /// <summary>For a group-sequential test: the information fraction of every look so far, this one last; 1 is the planned end.</summary>
    public IReadOnlyList<double> Looks { get; init; } = [];

    /// <summary>For a group-sequential test: how alpha is spent, default O'Brien–Fleming type.</summary>
    public SpendingFunction Spending { get; init; } = SpendingFunction.OBrienFleming;

    /// <summary>True for a method that needs the value of every unit.</summary>
    public bool NeedsValues => Method is TestMethod.MannWhitney or TestMethod.Permutation or TestMethod.Bootstrap;

    /// <summary>True for a method that compares shares only.</summary>
    public bool NeedsConversions => Method is TestMethod.Z or TestMethod.ZUnpooled or TestMethod.Fisher;
}
