using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Unit.ControlPlane.Metrics;
using GrpcExp.Warehouse.Definitions;
using MetricAggregation = GrpcExp.Contracts.Control.V1.MetricAggregation;
using MetricFilter = GrpcExp.Contracts.Control.V1.MetricFilter;
using MetricType = GrpcExp.Contracts.Control.V1.MetricType;
using WarehouseAggregation = GrpcExp.Warehouse.Definitions.MetricAggregation;

namespace GrpcExp.Unit.ControlPlane.Readouts;

/// <summary>A metric of the contract as the warehouse gets it.</summary>
public sealed class MetricExportTests
{
    [Theory]
    [InlineData(MetricType.Mean, "Mean")]
    [InlineData(MetricType.Conversion, "Conversion")]
    [InlineData(MetricType.Count, "Count")]
    [InlineData(MetricType.Sum, "Sum")]
    [InlineData(MetricType.Ratio, "Ratio")]
    [InlineData(MetricType.Quantile, "Quantile")]
    [InlineData(MetricType.Retention, "Retention")]
    [InlineData(MetricType.Activation, "Activation")]
    [InlineData(MetricType.Sessions, "Sessions")]
    public void Every_type_arrives_and_is_whole(MetricType type, string expected)
    {
        var exported = Export(MetricSamples.Of(type));

        Assert.Equal(expected, exported.Type.ToString());
        Assert.Empty(DefinitionRules.Check(new WarehouseDefinitions([], [], [exported])));
    }

    [Fact]
    public void A_metric_without_a_type_is_a_defect() => Assert.Throws<InvalidOperationException>(() => Export(MetricSamples.Of(MetricType.Unspecified)));

    [Theory]
    [InlineData(MetricType.Quantile, 0.9, null, 0, 336)]
    [InlineData(MetricType.Activation, null, 3, 0, 336)]
    [InlineData(MetricType.Retention, null, null, 168, 24)]
    [InlineData(MetricType.Sessions, null, null, 0, 336)]
    public void A_parameter_arrives_with_its_type(MetricType type, double? quantile, int? threshold, int delay, int window)
    {
        var exported = Export(MetricSamples.Of(type));

        Assert.Equal((quantile, threshold, delay, window), (exported.Quantile, exported.ThresholdCount, exported.WindowDelayHours, exported.AttributionWindowHours));
    }

    [Fact]
    public void Both_sides_of_a_ratio_arrive()
    {
        var metric = MetricSamples.Of(MetricType.Ratio);
        metric.ValueField = "net";
        metric.Filters.Add(MetricSamples.Filter("plan", MetricFilterOperator.Equals, "pro"));
        metric.Denominator.Aggregation = MetricAggregation.Sum;
        metric.Denominator.ValueField = "seconds";
        metric.Denominator.Filters.Add(new MetricFilter { Property = "country", Operator = MetricFilterOperator.In, Values = { "DE", "FR" } });

        var exported = Export(metric);

        Assert.Equal((WarehouseAggregation.Sum, "net"), (exported.NumeratorAggregation!.Value, exported.ValueField));
        var denominator = exported.Denominator!;
        Assert.Equal(("visit", WarehouseAggregation.Sum, "seconds"), (denominator.EventName, denominator.Aggregation, denominator.ValueField));
        Assert.Equal("plan equals \"pro\"", FilterText.Of(exported.Filters));
        Assert.Equal("country in [\"DE\",\"FR\"]", FilterText.Of(denominator.Filters));
    }

    [Theory]
    [InlineData(MetricType.Sum, "net")]
    [InlineData(MetricType.Quantile, "net")]
    [InlineData(MetricType.Ratio, "net")]
    [InlineData(MetricType.Count, "value")]
    [InlineData(MetricType.Activation, "value")]
    public void A_value_field_arrives_where_it_is_read(MetricType type, string expected)
    {
        var metric = MetricSamples.Of(type);
        metric.ValueField = "net";

        Assert.Equal(expected, Export(metric).ValueField);
    }

    [Fact]
    public void A_side_that_is_counted_reads_no_value()
    {
        var metric = MetricSamples.Of(MetricType.Ratio);
        metric.NumeratorAggregation = MetricAggregation.Count;
        (metric.ValueField, metric.Denominator.ValueField) = ("net", "net");

        Assert.Equal(("value", "value"), (Export(metric).ValueField, Export(metric).Denominator!.ValueField));
    }

    private static MetricDefinition Export(Metric metric)
    {
        metric.Version = 1;
        return MetricExport.Of(metric);
    }
}
