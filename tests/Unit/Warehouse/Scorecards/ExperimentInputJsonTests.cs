using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.MultipleTesting;
using GrpcExp.Statistics.Sequential;
using GrpcExp.Unit.Analysis;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Unit.Warehouse.Scorecards;

/// <summary>A stored input must give the analysis again that was stored beside it.</summary>
public sealed class ExperimentInputJsonTests
{
    [Fact]
    public void A_stored_input_comes_back_with_its_plan_and_its_priors()
    {
        var input = SampleExperiment.Of(SampleExperiment.Metric("spend", MetricRole.Primary, SampleExperiment.Win)) with
        {
            Test = new TestPlan { Method = TestMethod.GroupSequential, Looks = [0.5, 1], Spending = SpendingFunction.Pocock },
            Readings = new SecondReadings { Bayesian = true, BetaPrior = new BetaPrior(2, 3) },
            Correction = Correction.BenjaminiHochberg,
        };
        var back = ExperimentInputJson.Read(ExperimentInputJson.Write(input));
        Assert.Equal(ExperimentInputJson.Write(input), ExperimentInputJson.Write(back));
        Assert.Equal((TestMethod.GroupSequential, "pocock", NormalPrior.Flat), (back.Test.Method, back.Test.Spending.Name, back.Readings.NormalPrior));
    }

    [Fact]
    public void An_input_that_was_stored_before_there_were_plans_is_tested_by_Welch()
    {
        var back = ExperimentInputJson.Read("""{"key":"k","mode":"itt","control":"c","variants":[],"metrics":[],"planned_units":null}""");
        Assert.Equal((TestMethod.Welch, false), (back.Test.Method, back.Readings.Bayesian));
    }
}
